import type { Page } from '@playwright/test'
import type { SimHost } from '@/lib/simhost/sim-host'
import type { IntentInput } from '@/lib/core/intents/intent'
import { refreshHost } from './support/api'
import { plan, result } from './support/change-acts'
import { applyChange, planChange } from './support/changes'
import type { TestConsole } from './support/console'
import { expect, test } from './support/test'

/** The access VLAN of the storage port of kvm-ovs, which carries nothing else. */
const TAG_127: IntentInput = { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'stor126', mode: 'access', tag: 127 }
/** Guests that name no portgroup then have none: finding L08, an error. */
const NO_DEFAULT: IntentInput = {
  kind: 'portgroup.set',
  network: 'ovs-net',
  name: 'Vlan1',
  isDefault: false,
  vlan: { mode: 'none' },
}

/** The guests of a portgroup move to a VLAN that the bond does not carry: finding L03, an error. */
const IN_VLAN_130: IntentInput = {
  kind: 'portgroup.set',
  network: 'ovs-net',
  name: 'Vlan126',
  vlan: { mode: 'access', tag: 130 },
}

/** Works, and cannot be stored while the host has no room: a name that simulated hosts know. */
const NOT_STORED: IntentInput = {
  kind: 'network.set',
  name: 'net-fail-store',
  forward: 'bridge',
  bridge: 'ovsbr1',
  virtualport: 'openvswitch',
}

const tagOf = (sim: SimHost): string => sim.run(['ovs-vsctl', 'get', 'port', 'stor126', 'tag']).stdout.trim()

/** A bridge that can be made and not removed until the host is healed: applied, undone, and left. Gives the change's id. */
async function leaveBehind(page: Page, server: TestConsole, hostId: string): Promise<string> {
  const { id } = await planChange(server, hostId, [{ kind: 'linuxBridge.set', name: 'br-fail-undo' }])
  await applyChange(server, id, { confirm: 'manual' })
  await page.goto(`${server.url}/hosts/${hostId}/changes/${id}`)
  await expect(page.getByRole('timer')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Undo now' }).click()
  await expect(result(page)).toContainText('could not put everything back', { timeout: 60_000 })
  return id
}

test('a planned change shows what it would do, and nothing is done', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { sim, host } = await addSimHost('kvm-ovs')
  const change = await planChange(server, host.id, [TAG_127], 'Storage moves to VLAN 127')
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Storage moves to VLAN 127' })).toBeVisible()
  await expect(plan(page)).toContainText('not touched')
  const steps = plan(page).getByRole('list', { name: 'Steps' })
  await expect(steps.getByRole('listitem')).toHaveCount(change.stepCount)
  await expect(steps).toContainText('ovs-vsctl')
  await expect(plan(page).getByRole('region', { name: 'VLANs afterwards' })).toContainText('carries 127 untagged')
  await plan(page).getByRole('button', { name: 'Show undo' }).click()
  await expect(steps.getByRole('list', { name: 'Undo' }).first()).toBeVisible()

  const port = page.getByRole('button', { name: /^port stor126/ })
  await expect(port).toHaveAccessibleName(/changes$/)
  await page.getByRole('radio', { name: 'Now' }).check()
  await expect(port).toHaveAccessibleName(/access 126/)
  await page.getByRole('radio', { name: 'After' }).check()
  await expect(port).toHaveAccessibleName(/access 127/)
  await page.reload()
  await expect(page.getByRole('radio', { name: 'After' })).toBeChecked()
  expect(tagOf(sim)).toBe('126')
})

test('a change is applied, kept and on record', async ({ page, server, addSimHost, asAdmin: _ }) => {
  test.slow()
  const { sim, host } = await addSimHost('kvm-ovs')
  const change = await planChange(server, host.id, [TAG_127])
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  await page.getByRole('radio', { name: 'I will keep it myself' }).check()
  await page.getByRole('button', { name: 'Apply guarded' }).click()
  await expect(page.getByRole('timer')).toBeVisible({ timeout: 60_000 })
  expect(tagOf(sim)).toBe('127')

  // In sight from everywhere while it is on trial.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Hosts' }).click()
  await page.getByRole('link', { name: `${host.name} on trial` }).click()
  await page.getByRole('button', { name: 'Keep changes' }).click()
  await expect(result(page)).toContainText('Kept', { timeout: 60_000 })
  expect(tagOf(sim)).toBe('127')

  await page.goto(`${server.url}/hosts/${host.id}/changes`)
  await expect(page.getByRole('row', { name: new RegExp(change.title) })).toContainText('kept')
})

test('a change on trial is undone when told so', async ({ page, server, addSimHost, asAdmin: _ }) => {
  test.slow()
  const { sim, host } = await addSimHost('kvm-ovs')
  const change = await planChange(server, host.id, [TAG_127])
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  await page.getByRole('radio', { name: 'I will keep it myself' }).check()
  await page.getByRole('button', { name: 'Apply guarded' }).click()
  await expect(page.getByRole('timer')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Undo now' }).click()
  await expect(result(page)).toContainText('put everything back', { timeout: 60_000 })
  expect(tagOf(sim)).toBe('126')
  await page.getByRole('button', { name: 'Plan again' }).click()
  await expect(page).not.toHaveURL(new RegExp(change.id))
  await expect(page.getByRole('button', { name: 'Apply guarded' })).toBeEnabled()
})

test('a change that nobody keeps is put back by the host', async ({ page, server, addSimHost, asAdmin: _ }) => {
  test.slow()
  const { sim, host } = await addSimHost('kvm-ovs')
  const change = await planChange(server, host.id, [TAG_127])
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  await expect(page.getByRole('button', { name: 'Apply guarded' })).toBeVisible()
  await applyChange(server, change.id, { confirm: 'manual', timeoutSeconds: 15 })
  await expect(page.getByRole('timer')).toBeVisible({ timeout: 60_000 })
  await expect(result(page)).toContainText('put everything back', { timeout: 60_000 })
  expect(tagOf(sim)).toBe('126')
})

test('a change that is kept and could not be stored is stored again', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  test.slow()
  const { sim, host } = await addSimHost('kvm-ovs')
  const change = await planChange(server, host.id, [NOT_STORED])
  await applyChange(server, change.id, {})
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  await expect(result(page)).toContainText('not stored: it is gone after a reboot', { timeout: 60_000 })
  const store = page.getByRole('button', { name: 'Store it again' })
  await store.click()
  await expect(page.getByRole('alert').filter({ hasText: 'It is still not stored' })).toContainText('No space left')
  sim.heal()
  await store.click()
  await expect(result(page)).not.toContainText('not stored')
  await expect(result(page)).toContainText('Kept')
  await expect(store).toBeHidden()
  expect(sim.run(['virsh', 'net-dumpxml', 'net-fail-store', '--inactive']).status).toBe(0)
})

test('a rollback that failed is tried again until everything is back', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  test.slow()
  const { sim, host } = await addSimHost('kvm-ovs')
  const id = await leaveBehind(page, server, host.id)
  await expect(result(page).getByRole('list', { name: 'Not seen to be back' })).toContainText('br-fail-undo')
  await expect(page.getByLabel('Commands that put everything back')).toContainText(`/txn/${id}/guard.sh again`)
  const again = page.getByRole('button', { name: 'Try again' })
  await again.click()
  await expect(again).not.toHaveAttribute('aria-busy', 'true', { timeout: 60_000 })
  await expect(result(page)).toContainText('could not put everything back')

  await page.getByRole('button', { name: 'Leave it as it is' }).click()
  const question = page.getByRole('alertdialog', { name: `Leave ${host.name} as it is?` })
  await question.getByRole('button', { name: 'Keep it locked' }).click()
  await expect(question).toBeHidden()
  sim.heal()
  await again.click()
  await expect(result(page)).toContainText('put everything back at', { timeout: 60_000 })
  expect(sim.run(['ip', 'link', 'show', 'dev', 'br-fail-undo']).status).not.toBe(0)
})

test('a host is left as it is when a person wants that, and can be changed again', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  test.slow()
  const { sim, host } = await addSimHost('kvm-ovs')
  await leaveBehind(page, server, host.id)
  await page.getByRole('button', { name: 'Leave it as it is' }).click()
  await page.getByRole('button', { name: 'Leave it so' }).click()
  await expect(result(page)).toContainText(`${host.name} was left as it is`, { timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Try again' })).toBeHidden()
  expect(sim.run(['ip', 'link', 'show', 'dev', 'br-fail-undo']).status).toBe(0)

  const next = await planChange(server, host.id, [TAG_127])
  await applyChange(server, next.id, {})
  await page.goto(`${server.url}/hosts/${host.id}/changes/${next.id}`)
  await expect(result(page)).toContainText('Kept', { timeout: 60_000 })
})

test('a change that breaks something waits for a reason', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-ovs')
  const change = await planChange(server, host.id, [NO_DEFAULT])
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  const apply = page.getByRole('button', { name: 'Apply guarded' })
  await expect(apply).toBeDisabled()
  await expect(plan(page)).toContainText('Give a reason why L08 may be so.')
  const reasons = page.getByLabel('Why L08 may be so')
  const count = await reasons.count()
  for (let index = 0; index < count; index++) await reasons.nth(index).fill('The guest gets its own portgroup next')
  await expect(apply).toBeEnabled()
  await apply.click()
  await expect(result(page)).toContainText('Kept', { timeout: 60_000 })
  await expect(plan(page)).toContainText('Accepted: The guest gets its own portgroup next')
})

test('a VLAN that no uplink carries is planned with its cure', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { sim, host } = await addSimHost('kvm-ovs')
  // Without it the bond is the only way out.
  sim.run(['ovs-vsctl', 'del-port', 'ovsbr1', 'patch-edge'])
  await refreshHost(server, host.id)
  const change = await planChange(server, host.id, [IN_VLAN_130])
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  await expect(plan(page)).toContainText('No uplink of ovsbr1 carries VLAN 130')
  await plan(page).getByRole('button', { name: 'Plan it with the cure' }).click()
  await expect(page).not.toHaveURL(new RegExp(change.id))
  await expect(plan(page).getByRole('list', { name: 'Steps' })).toContainText('Set port bond0 of ovsbr1')
  await expect(plan(page)).not.toContainText('No uplink of ovsbr1')

  sim.run(['ovs-vsctl', 'set', 'port', 'vnet4', 'tag=130'])
  await refreshHost(server, host.id)
  await page.goto(`${server.url}/hosts/${host.id}/findings`)
  const missing = page.getByRole('listitem').filter({ hasText: 'No uplink of ovsbr1 carries VLAN 130' })
  await missing.getByRole('button', { name: 'Stage the cure' }).click()
  await expect(missing).toContainText('The cure is staged.')
})

test('on a phone the panel comes first, then what changes', async ({ page, server, addSimHost, asAdmin: _ }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  const { host } = await addSimHost('kvm-ovs')
  const change = await planChange(server, host.id, [TAG_127])
  await page.goto(`${server.url}/hosts/${host.id}/changes/${change.id}`)
  await expect(page.getByRole('button', { name: 'Apply guarded' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('stor126')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

test('findings and the audit log are where one looks for them', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-macvtap')
  await page.goto(`${server.url}/hosts/${host.id}`)
  await page.getByRole('link', { name: 'Findings' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Findings' })).toBeVisible()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click()
  await expect(page.getByRole('table', { name: 'Audit log' })).toContainText('host.create')
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText('Chain intact')).toBeVisible()
})
