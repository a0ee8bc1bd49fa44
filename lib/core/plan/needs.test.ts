import { describe, expect, it } from 'vitest'
import { commands, guest, management, network, networkNic, nic } from '../../simhost/hosts/build'
import { SimHost } from '../../simhost/sim-host'
import type { NetworkState } from '../model/network-state'
import { READ_COMMANDS } from '../observe/read-commands'
import type { Ground } from '../objects/grounds'
import { definitionsOf, FAILED, observeCommandHost } from './testing/host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import { EDITS } from './edits/table'
import type { Planned } from './plan-change'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'

const ADDRESS = '192.0.2.31'

const host = new SimHost({ name: 'kvm1' })
management(host.machine, ADDRESS)
for (const name of ['eth2', 'eth3', 'eth4', 'eth5', 'eth6', 'eth7', 'eth8', 'eth9', 'eth10', 'eth11'])
  nic(host.machine, name, {})
commands(
  host.machine,
  `ovs-vsctl add-br ovsbr1
   ovs-vsctl add-port ovsbr1 eth2
   ovs-vsctl add-port ovsbr1 int1 -- set Interface int1 type=internal
   ovs-vsctl add-port ovsbr1 int2 -- set Interface int2 type=internal
   ovs-vsctl add-br ovsbr2
   ip link add br1 type bridge vlan_filtering 1
   ip link set eth3 master br1
   ip link add br2 type bridge
   ip link set eth4 master br2
   ip link add bond0 type bond mode active-backup
   ip link set eth5 down
   ip link set eth5 master bond0
   ip link set eth6 down
   ip link set eth6 master bond0
   ip addr add 198.51.100.7/24 dev eth7
   ip link add link eth8 name eth8.7 type vlan id 7
   ip link add link eth9 name mv1 type macvtap mode bridge
   ip link add link eth9 name mvl1 type macvlan mode bridge
   ovs-vsctl -- --id=@p get port int1 -- --id=@m create mirror name=m1 select_all=true output_port=@p -- set bridge ovsbr1 mirrors=@m`,
)
network(
  host.machine,
  'ovs-net',
  `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
   <portgroup name='p125'><vlan><tag id='125'/></vlan></portgroup><portgroup name='p126'><vlan><tag id='126'/></vlan></portgroup></network>`,
)
network(host.machine, 'spare', `<network><name>spare</name><forward mode='bridge'/><bridge name='br1'/></network>`)
guest(host.machine, { name: 'web1', nics: [networkNic('ovs-net', 'p125', '52:54:00:12:5a:01')] })

const whole = observeCommandHost(host, ADDRESS)
const xml = definitionsOf(host, whole)

const ID_OF: Readonly<Record<Ground, string>> = {
  links: 'links.addr',
  routes: 'links.route',
  vlans: 'links.vlan',
  ovs: 'ovs.database',
  networks: 'libvirt.networks',
  guests: 'libvirt.guests',
  functions: 'links.sysfs',
  processes: 'processes.qemu',
  management: 'system.facts',
}
const broken = READ_COMMANDS.map(({ id }) => ({ id, state: observeCommandHost(host, ADDRESS, { [id]: FAILED }) }))

const plan = (state: NetworkState, intent: IntentInput): Planned => {
  const parsed = parseIntents([intent])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return planChange(state, parsed.intents, { xml })
}
const codesOf = (planned: Planned): string[] => (planned.ok ? [] : planned.issues.map(({ code }) => code))
const messageOf = (planned: Planned): string => (planned.ok ? '' : planned.issues.map(({ message }) => message).join())

const NAMES: Ground[] = ['links', 'ovs']
const TOUCHED: Ground[] = ['links', 'routes', 'ovs', 'networks', 'guests', 'processes']
const PORT: Ground[] = ['links', 'ovs', 'guests', 'processes']
const GUEST: Ground[] = ['links', 'ovs', 'networks', 'guests', 'processes']

/** Edits that this host takes, and what each must not be planned without. */
const TRIED: [IntentInput, Ground[]][] = [
  [{ kind: 'ovsBridge.set', name: 'ovsbr9' }, NAMES],
  [{ kind: 'ovsBridge.set', name: 'ovsbr1', failMode: 'secure' }, PORT],
  [{ kind: 'ovsBridge.remove', name: 'ovsbr2' }, TOUCHED],
  [{ kind: 'linuxBridge.set', name: 'br9' }, NAMES],
  [{ kind: 'linuxBridge.set', name: 'br1', ports: ['eth3', 'eth10'] }, [...TOUCHED, 'vlans']],
  [{ kind: 'linuxBridge.set', name: 'br2', ports: [] }, TOUCHED],
  [{ kind: 'linuxBridge.remove', name: 'br2' }, TOUCHED],
  [{ kind: 'bond.set', bondKind: 'linux', name: 'bond1', members: ['eth10', 'eth11'], mode: 'active-backup' }, TOUCHED],
  [{ kind: 'bond.remove', name: 'bond0' }, TOUCHED],
  [{ kind: 'port.set', bridge: 'ovsbr2', name: 'eth10', type: 'system' }, PORT],
  [{ kind: 'port.set', bridge: 'ovsbr2', name: 'int9', type: 'internal' }, NAMES],
  [{ kind: 'port.remove', bridge: 'ovsbr1', name: 'int2' }, TOUCHED],
  [{ kind: 'portVlan.set', bridge: 'ovsbr1', port: 'int1', mode: 'access', tag: 7 }, PORT],
  [{ kind: 'portVlan.set', bridge: 'br1', port: 'eth3', mode: 'access', tag: 7 }, [...PORT, 'vlans', 'networks']],
  [{ kind: 'vlanLink.set', parent: 'eth8', vlanId: 9 }, NAMES],
  [{ kind: 'vlanLink.remove', name: 'eth8.7' }, TOUCHED],
  [{ kind: 'mirror.set', bridge: 'ovsbr1', name: 'm2', selectAll: true, outputPort: 'int2' }, ['ovs']],
  [{ kind: 'mirror.remove', bridge: 'ovsbr1', name: 'm1' }, ['ovs']],
  [{ kind: 'address.set', link: 'eth7', addresses: ['198.51.100.8/24'] }, ['links', 'routes', 'ovs']],
  [{ kind: 'uplink.move', nic: 'eth7', bridge: 'br2' }, TOUCHED],
  [{ kind: 'macvtap.set', name: 'mv2', lower: 'eth9', mode: 'bridge' }, NAMES],
  [{ kind: 'macvtap.remove', name: 'mv1' }, TOUCHED],
  [{ kind: 'macvlan.set', name: 'mvl2', lower: 'eth9' }, NAMES],
  [{ kind: 'macvlan.remove', name: 'mvl1' }, TOUCHED],
  [{ kind: 'network.set', name: 'lab', forward: 'bridge', bridge: 'br2' }, ['links', 'ovs', 'networks']],
  [{ kind: 'network.remove', name: 'spare' }, ['networks', 'guests']],
  [
    { kind: 'portgroup.set', network: 'ovs-net', name: 'p9', vlan: { mode: 'access', tag: 9 } },
    ['ovs', 'networks', 'guests'],
  ],
  [{ kind: 'portgroup.remove', network: 'ovs-net', name: 'p126' }, ['networks', 'guests']],
  [{ kind: 'guestNic.attach', guest: 'web1', target: { bridge: 'br2' } }, GUEST],
  [{ kind: 'guestNic.move', guest: 'web1', nic: 'net0', target: { network: 'ovs-net', portgroup: 'p126' } }, GUEST],
  [{ kind: 'guestNic.detach', guest: 'web1', nic: 'net0' }, ['networks', 'guests']],
  [{ kind: 'guestNic.setLink', guest: 'web1', nic: 'net0', state: 'down', scope: 'stored' }, ['networks', 'guests']],
]

describe('a plan over what was not read', () => {
  it('is tried with every kind of edit', () => {
    expect([...new Set(TRIED.map(([{ kind }]) => kind))].sort()).toEqual(Object.keys(EDITS).sort())
  })

  it.each(TRIED)('is refused, and only then: %j', (intent, grounds) => {
    const planned = plan(whole, intent)
    expect(planned.ok && planned.plan.changes.length).toBeGreaterThan(0)
    const refused = broken.filter(({ state }) => !plan(state, intent).ok).map(({ id }) => id)
    expect(refused.sort()).toEqual(grounds.map((ground) => ID_OF[ground]).sort())
    for (const { id, state } of broken.filter((each) => refused.includes(each.id))) {
      expect({ id, codes: codesOf(plan(state, intent)) }).toEqual({ id, codes: ['source_unread'] })
      expect(messageOf(plan(state, intent))).toContain('"broken for the test"')
    }
    if (!planned.ok) return
    const kinds = new Set(planned.plan.changes.map(({ kind }) => kind))
    for (const [kind, id] of [
      ['link', 'links.addr'],
      ['ovs-port', 'ovs.database'],
      ['network', 'libvirt.networks'],
      ['guest-nic', 'libvirt.guests'],
    ] as const)
      if (kinds.has(kind))
        expect(new Set(codesOf(planUndo(unreadBy(id), planned.plan, { xml })))).toEqual(new Set(['source_unread']))
  })

  const unreadBy = (id: string): NetworkState => broken.find((each) => each.id === id)?.state ?? whole

  it('is refused also where an output was cut, or did not come in time', () => {
    const remove: IntentInput = { kind: 'linuxBridge.remove', name: 'br2' }
    for (const fault of [{ isTruncated: true }, { isTimedOut: true, status: null }])
      expect(codesOf(plan(observeCommandHost(host, ADDRESS, { 'libvirt.guests': fault }), remove))).toEqual([
        'source_unread',
      ])
  })

  it('is made where a tool is not installed: there is nothing of it', () => {
    const none = { status: 127, stdout: '', stderr: 'sh: 1: not found' }
    const remove: IntentInput = { kind: 'linuxBridge.remove', name: 'br2' }
    const noLibvirt = observeCommandHost(host, ADDRESS, { 'libvirt.guests': none, 'libvirt.networks': none })
    expect(codesOf(plan(noLibvirt, remove))).toEqual([])
    const noOvs = observeCommandHost(host, ADDRESS, { 'ovs.database': none })
    const links = noOvs.links.filter(({ name, master }) => name !== 'ovs-system' && master !== 'ovs-system')
    expect(codesOf(plan({ ...noOvs, links }, remove))).toEqual([])
    // Its datapath in the kernel is not nothing.
    expect(codesOf(plan(noOvs, remove))).toEqual(['source_unread'])
    expect(codesOf(plan(observeCommandHost(host, ADDRESS, { 'links.addr': none }), remove))).toEqual(['source_unread'])
  })

  it('is refused where nobody knows which way we came', () => {
    const lost = observeCommandHost(host, null, { 'system.facts': FAILED })
    expect(messageOf(plan(lost, { kind: 'linuxBridge.remove', name: 'br2' }))).toContain('our own SSH connection')
    expect(codesOf(plan(lost, { kind: 'linuxBridge.set', name: 'br9' }))).toEqual([])
  })

  it('costs one link alone where one row is broken, and what that row is in', () => {
    const addr = READ_COMMANDS.find(({ id }) => id === 'links.addr')
    const row =
      '{"ifindex":74,"ifname":"tun1070","master":"br2","linkinfo":{"erspan_dir":,"ingress""erspan_hwid":"0x0"}}]'
    const stdout = host
      .run(addr?.argv ?? [])
      .stdout.trim()
      .replace(/\]$/, `,${row}`)
    const state = observeCommandHost(host, ADDRESS, { 'links.addr': { stdout } })
    expect(state.links).toEqual(whole.links)
    expect(state.unrecognised.map(({ raw }) => raw)).toContainEqual(expect.stringContaining('tun1070'))
    expect(codesOf(plan(state, { kind: 'linuxBridge.set', name: 'br1', ports: ['eth3', 'eth10'] }))).toEqual([])
    for (const intent of [
      { kind: 'linuxBridge.set', name: 'br1', ports: ['eth3', 'tun1070'] },
      { kind: 'linuxBridge.set', name: 'tun1070' },
      { kind: 'linuxBridge.remove', name: 'br2' },
    ] satisfies IntentInput[])
      expect(messageOf(plan(state, intent))).toMatch(/links and addresses \(tun1070, br2\).*a row about tun1070/)
  })
})
