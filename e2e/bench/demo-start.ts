import { spawn } from 'node:child_process'
import path from 'node:path'
import readline from 'node:readline'
import type { BrowserContext } from '@playwright/test'
import { chromium } from '@playwright/test'
import { freePort, stopProcess } from '../run/console.mjs'
import { CHROMIUM } from '../support/chromium'
import { signIn } from '../support/console'
import type { Bench, Figure } from './figures'
import { single } from './figures'

const DEMO = path.resolve(import.meta.dirname, '../run/demo.mjs')
const BUDGET_MS = 10_000

export const demoStart: Bench = {
  id: 'demo-start',
  what: 'npm run demo on a built tree, from its start until every graph is on the screen',
  whyNot: () => null,
  run: measure,
}

async function measure(): Promise<Figure[]> {
  const browser = await chromium.launch(CHROMIUM.launchOptions)
  const beganAt = performance.now()
  const port = await freePort()
  const demo = spawn(process.execPath, [DEMO], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: String(port) },
  })
  try {
    const { url, ...who } = await printedLogin(demo.stdout)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addCookies([await signIn({ url }, who)])
    const addresses = await hostAddresses(context, url)
    await Promise.all(addresses.map((address) => graphOnScreen(context, address)))
    const took = performance.now() - beganAt
    return [
      {
        ...{ name: `npm run demo → ${addresses.length} live graphs on the screen`, unit: 'ms', samples: 1 },
        ...{ ours: single(took), instead: null, budget: { p50: BUDGET_MS } },
      },
    ]
  } finally {
    await browser.close()
    await stopProcess(demo)
  }
}

/** What the demo tells a person. Throws with all of it where the address or the login is missing. */
async function printedLogin(output: NodeJS.ReadableStream): Promise<{ url: string; login: string; password: string }> {
  const said: string[] = []
  for await (const line of readline.createInterface({ input: output })) {
    said.push(line)
    const word = (name: string) => new RegExp(`^ +${name} +(\\S+)$`, 'm').exec(said.join('\n'))?.[1]
    const [url, login, password] = [word('Patchbay'), word('user'), word('password')]
    if (url !== undefined && login !== undefined && password !== undefined) return { url, login, password }
  }
  throw new Error(`the demo told no address and login:\n${said.join('\n')}`)
}

/** The hosts as the overview links to them. */
async function hostAddresses(context: BrowserContext, url: string): Promise<string[]> {
  const page = await context.newPage()
  await page.goto(`${url}/hosts`)
  const links = page.locator('main a[href^="/hosts/"]')
  await links.first().waitFor()
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  await page.close()
  return [...new Set(hrefs.filter((href) => /^\/hosts\/(?!add$)[^/?]+$/.test(href)))].map((href) => url + href)
}

async function graphOnScreen(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(address)
  await page.locator('[data-node-id]').first().waitFor()
}
