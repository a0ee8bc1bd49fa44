import { expect } from '@playwright/test'
import type { Locator, Page } from '@playwright/test'
import type { TestConsole } from './console'
import { ADMIN } from './console'

/** What users do, by role and label: shared by browser tests, lab tests and demos. */

export async function signIn(page: Page, server: TestConsole, { login, password } = ADMIN): Promise<void> {
  await page.goto(`${server.url}/sign-in`)
  await page.getByLabel('User name').fill(login)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(/\/hosts$/)
}

/** What the console says of an act, in the corner of the page. */
export const message = (page: Page, text: string): Locator =>
  page.getByRole('region', { name: /^Messages/ }).getByText(text)

export type BrowserHost = {
  name: string
  address: string
  port: number
  username: string
  sudo?: boolean
  label?: string
} & ({ privateKey: string; passphrase?: string } | { password: string })

/** The first step of adding a host: address and port, up to the offered key. */
export async function askForHostKey(
  page: Page,
  { address, port }: Pick<BrowserHost, 'address' | 'port'>,
): Promise<void> {
  await page.getByRole('link', { name: 'Add host' }).first().click()
  await page.getByLabel('Address').fill(address)
  await page.getByLabel('SSH port').fill(String(port))
  await page.getByRole('button', { name: 'Ask for the host key' }).click()
}

export async function acceptHostKey(page: Page): Promise<void> {
  await page.getByLabel('I compared the fingerprint, and it is the same').check()
  await page.getByRole('button', { name: 'Accept this key' }).click()
}

export async function giveCredentials(page: Page, host: BrowserHost): Promise<void> {
  await page.getByLabel('Name in the console').fill(host.name)
  if (host.label) await page.getByLabel('Label (optional)').fill(host.label)
  await page.getByLabel('SSH user').fill(host.username)
  if ('password' in host) {
    await page.getByRole('radio', { name: 'Password' }).check()
    await page.getByRole('textbox', { name: 'Password', exact: true }).fill(host.password)
  } else {
    await page.getByRole('textbox', { name: 'Private key' }).fill(host.privateKey)
    if (host.passphrase) await page.getByLabel('Passphrase').fill(host.passphrase)
  }
  if (host.sudo) await page.getByLabel(/sudo/).check()
  await page.getByRole('button', { name: 'Sign in and add' }).click()
}

/** The whole flow, from the hosts list to the first picture. Gives the host's id. */
export async function addHostInBrowser(page: Page, host: BrowserHost): Promise<string> {
  await askForHostKey(page, host)
  await acceptHostKey(page)
  await giveCredentials(page, host)
  await expect(page.getByRole('heading', { name: `${host.name} is added` })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('link', { name: 'Show its wiring' }).click()
  await expect(page).toHaveURL(/\/hosts\/(?!add)[0-9a-z]+(\?.*)?$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}
