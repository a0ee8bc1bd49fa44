import type { Page } from '@playwright/test'
import { foldGraph } from '@/lib/core/topology/fold/fold'
import { readTopology, refreshHost } from './support/api'
import type { TestConsole } from './support/console'
import { expect, test } from './support/test'

/** The wiring lens as a whole: all that the graph says is on the canvas, by eye, by keyboard, in both themes, and when old. */

const NEVER_FOLD = 1000
const NIC = /^guest NIC VM_OVS_test net0/
const open = (page: Page, server: TestConsole, id: string, query = '') => page.goto(`${server.url}/hosts/${id}${query}`)
const searchBox = (page: Page) => page.getByRole('searchbox', { name: 'Search the wiring' })

for (const name of ['kvm-ovs', 'kvm-linux', 'kvm-macvtap']) {
  test(`every edge of ${name} is a line between two named boxes`, async ({ page, server, addSimHost, asAdmin: _ }) => {
    const { host } = await addSimHost(name)
    await refreshHost(server, host.id)
    // Not to fold anything: only a bridge with a single port still stands for that port.
    const whole = { over: NEVER_FOLD, expanded: new Set<string>(), keep: new Set<string>() }
    const { nodes, edges } = foldGraph(await readTopology(server, host.id), whole)
    expect(edges.length).toBeGreaterThan(5)
    await open(page, server, host.id, `?fold=${NEVER_FOLD}`)
    for (const { id } of edges) await expect(page.locator(`[data-edge-id="${id}"]`)).toHaveCount(1)
    const ends = new Set(edges.flatMap(({ from, to }) => [from, to]))
    for (const node of nodes.filter(({ id }) => ends.has(id))) {
      const box = page.getByRole('button', { name: node.name }).and(page.locator(`[data-node-id="${node.id}"]`))
      await expect(box, node.id).toBeVisible()
    }
  })
}

test('the inspector says which of interface, portgroup and network names the VLAN', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { host } = await addSimHost('kvm-ovs')
  await open(page, server, host.id)
  await page.getByRole('button', { name: NIC }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const rows = inspector.locator('section', { hasText: 'first match wins' }).getByRole('listitem')
  await expect(rows).toHaveText([/interface <vlan>.*none/, /portgroup Vlan125.*125/, /network ovs-net.*none/])
  const hops = inspector.locator('section', { hasText: 'Path to the switch' }).getByRole('listitem')
  await expect(hops.first()).toHaveText(/VM_OVS_test/)
  await expect(hops.last()).toHaveText(/tor-a/)
  expect(await page.locator('[data-edge-id][data-on-path]').count()).toBeGreaterThanOrEqual(5)

  await test.step('and all of it survives a reload', async () => {
    await page.reload()
    await expect(page.getByRole('button', { name: NIC })).toHaveAttribute('aria-pressed', 'true')
    await expect(rows).toHaveCount(3)
  })
})

test('a VLAN finds exactly the guest NICs that are in it', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-ovs')
  await open(page, server, host.id, '?view=table')
  const names = page.getByRole('table', { name: 'Guest NICs' }).getByRole('rowheader')
  await expect(names).toHaveCount(8)
  await searchBox(page).fill('vlan:126')
  // fw1's second NIC is a trunk without a list: it carries all VLANs, this one too.
  await expect(names).toHaveText([/db1 · net1/, /fw1 · net0/, /fw1 · net1/])
  await page.reload()
  await expect(searchBox(page)).toHaveValue('vlan:126')
  await expect(names).toHaveCount(3)
})

test('slash, L, T, Tab, Enter and Escape are enough', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-ovs')
  await open(page, server, host.id)
  await expect(page.getByRole('button', { name: NIC })).toBeVisible()
  const focused = page.locator(':focus')

  await page.keyboard.press('/')
  await expect(searchBox(page)).toBeFocused()
  await page.keyboard.type('tl')
  await expect(searchBox(page), 'no shortcut while typing').toHaveValue('tl')
  await page.keyboard.press('Escape')
  await expect(searchBox(page)).toHaveValue('')
  await expect(async () => {
    await page.keyboard.press('Tab')
    expect(await focused.getAttribute('data-node-id')).not.toBeNull()
  }).toPass({ intervals: [0] })

  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: 'Host', exact: true })).toBeVisible()

  const legend = page.getByRole('group', { name: 'Legend' })
  await expect(legend).toBeVisible()
  await page.keyboard.press('l')
  await expect(legend).toBeHidden()
  await page.keyboard.press('t')
  await expect(page.getByRole('table', { name: 'Guest NICs' })).toBeVisible()
  await page.keyboard.press('t')
  await expect(page.getByRole('button', { name: NIC })).toBeVisible()
})

test('a host with 480 guests is folded to what an eye can take in', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { host } = await addSimHost('big:480')
  await open(page, server, host.id)
  const folds = page.getByRole('button', { expanded: false, name: /^guest \d+ guests/ })
  await expect(folds.first()).toBeVisible()
  expect(await page.locator('[data-node-id]').count()).toBeLessThanOrEqual(300)
})

test('dark is dark, light is light, and the choice stays', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { host } = await addSimHost('kvm-linux')
  await open(page, server, host.id)
  /** 0 is black, 255 white: the red of the page's background is enough to tell. */
  const brightness = () => page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]))
  const choose = async (theme: string) => {
    await page.getByRole('button', { name: 'Theme' }).click()
    await page.getByRole('menuitemradio', { name: theme }).click()
  }
  await choose('Light')
  await expect.poll(brightness).toBeGreaterThan(200)
  await choose('Dark')
  await expect.poll(brightness).toBeLessThan(60)
  await page.reload()
  await expect.poll(brightness).toBeLessThan(60)
})

test('the last picture of a silent host is grey with its age, until the host is back', async ({
  page,
  server,
  addSimHost,
  asAdmin: _,
}) => {
  const { sim, host } = await addSimHost('kvm-linux')
  await refreshHost(server, host.id)
  await open(page, server, host.id)
  const bridge = page.getByRole('button', { name: /^bridge br125,/ })
  const badge = page.getByRole('status').filter({ hasText: 'Last picture' })
  await expect(bridge).toBeVisible()
  await sim.vanish()
  await expect(badge).toHaveText(/Last picture, .+ old/)
  await expect(bridge).toBeVisible()
  await sim.appear()
  await expect(badge).toBeHidden()
})
