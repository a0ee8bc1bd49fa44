import { expect, test } from '@playwright/test'
import type { Change } from '@/lib/contract/changes'
import type { IntentInput } from '@/lib/core/intents/intent'
import { applyChange, untilOver } from '../change-api'
import { fieldSite } from './field-site'
import { rawDumps } from '../raw-dumps'

const site = fieldSite('labv', '198.32')
test.describe.configure({ timeout: 360_000 })
test.beforeAll(async () => {
  await site.host.seed('libvirt-full')
  site.run('virsh -q net-start whole')
})

const mac = (end: string) => `52:54:00:01:${end}`
const definitions = () => {
  // A bridge without ports has tentative addresses for ever: they are not waited for.
  const { networks, guests } = rawDumps(site.host)
  return { networks, guests }
}
/** Lines that are in one of two dumps only: "-" before, "+" after. */
async function difference(edits: readonly IntentInput[]): Promise<string[]> {
  const before = definitions()
  const change = await site.kept(edits)
  expect(change.isPersisted, site.story(change)).toBe(true)
  const after = definitions()
  const undone = await site.undone(change)
  expect(undone.isPersisted, site.story(undone)).toBe(true)
  expect(definitions()).toEqual(before)
  const [old, now] = [before, after].map((each) => Object.values(each).flat() as string[])
  const only = (a: string[] = [], b: string[] = [], sign = '') =>
    [...new Set(a)].filter((line) => !b.includes(line)).map((line) => `${sign} ${line.trim()}`)
  return [...only(old, now, '-'), ...only(now, old, '+')]
}

test('an edit of a network changes what it names, and its undoing leaves nothing', { tag: '@again' }, async () => {
  const vlan = { kind: 'portgroup.set', network: 'pool', name: 'eng' } as const
  const address: IntentInput = { kind: 'network.set', name: 'whole', forward: 'nat', address: '192.168.160.254/24' }
  expect(
    await difference([
      address,
      { ...vlan, vlan: { mode: 'none' } },
      { kind: 'network.set', name: 'pool', forward: 'private', dev: 'eth1' },
      { kind: 'network.set', name: 'functions', autostart: true },
    ]),
  ).toEqual([
    "- <forward dev='eth1' mode='passthrough'>",
    '- <vlan>',
    "- <tag id='43'/>",
    '- </vlan>',
    "- <ip address='192.168.160.1' netmask='255.255.255.0'>",
    '+ Autostart:      yes',
    "+ <forward dev='eth1' mode='private'>",
    "+ <ip address='192.168.160.254' netmask='255.255.255.0'>",
  ])
  const before = definitions()
  const cancelled = await site.cancelled([address, { ...vlan, vlan: { mode: 'access', tag: 44 } }])
  expect(cancelled.status, site.story(cancelled)).toBe('rolled_back')
  expect(definitions()).toEqual(before)
})

test('what an edit cannot say is refused with the reason', async () => {
  const network = { kind: 'network.set', name: 'whole' } as const
  expect(await site.refusal([{ ...network, address: '192.168.170.1/24' }])).toContain('DHCP hands out 192.168.160.50')
  expect(await site.refusal([{ ...network, name: 'pool', dev: 'eth2' }])).toContain('has a pool of 3 links')
  expect(await site.refusal([{ ...network, name: 'pool', forward: 'private' }])).toContain('portgroup eng has VLAN 43')
  expect(await site.refusal([{ ...network, name: 'functions', forward: 'nat' }])).toContain('forward mode hostdev')
  const move = { kind: 'guestNic.move', guest: 'kinds', target: { network: 'whole' } } as const
  expect(await site.refusal([{ ...move, nic: mac('61:05') }])).toContain("a team's transient NIC")
  expect(await site.refusal([{ ...move, nic: mac('61:06') }])).toContain('of type vdpa')
})

test('an edit of a NIC leaves all else of it, and its undoing nothing', async () => {
  const nics = ['60:01', '61:01', '61:02', '61:03', '61:04'].map((end) => ({
    guest: end === '60:01' ? 'first' : 'kinds',
    nic: mac(end),
  }))
  const down = await difference(nics.map((nic) => ({ kind: 'guestNic.setLink', ...nic, state: 'down' })))
  expect(down.filter((line) => !/<link state='(?:up|down)'\/>$/.test(line))).toEqual([])
  const moved = await difference(nics.map((nic) => ({ kind: 'guestNic.move', ...nic, target: { bridge: 'ovs9' } })))
  expect(moved.filter((line) => !/<\/?(?:interface|source|virtualport|parameters|vlan|tag)\b/.test(line))).toEqual([])
  const all = [...nics, ...['61:05', '61:06'].map((end) => ({ guest: 'kinds', nic: mac(end) }))]
  await difference(all.map((nic) => ({ kind: 'guestNic.detach', ...nic })))
})

test('a change of which nothing can be done has failed', async () => {
  const attach: IntentInput = { kind: 'guestNic.attach', guest: 'going', scope: 'stored', target: { bridge: 'ovs9' } }
  const afterwards = async (trouble: string): Promise<Change> => {
    const { id } = await site.plan([attach])
    site.run(trouble)
    await applyChange(site.server, id, { confirm: 'auto' })
    return untilOver(site.server, id)
  }
  const silent = await afterwards('labsvc stop libvirtd')
  expect(silent.status, site.story(silent)).toMatch(/^(?:failed|stale)$/)
  site.run('labsvc start libvirtd && until virsh -q list >/dev/null 2>&1; do sleep 0.1; done')
  const gone = await afterwards('virsh -q undefine going')
  expect(gone.status, site.story(gone)).toMatch(/^(?:failed|stale)$/)
  const wanted = await site.server.api('GET', `/hosts/${site.hostId}/desired`)
  expect(JSON.stringify(wanted.body)).not.toContain('guest-nic:')
})
