import { describe, expect, it } from 'vitest'
import type { NetworkState } from '@/lib/core/model/network-state'
import { observeCommandHost } from '@/lib/core/plan/testing/host'
import { parseIntents } from '@/lib/core/intents/intent'
import type { IntentInput } from '@/lib/core/intents/intent'
import { TITLES } from '@/lib/core/intents/titles'
import { buildGraph } from '@/lib/core/topology/build'
import { nic } from '@/lib/simhost/hosts/build'
import { kvmLinux } from '@/lib/simhost/hosts/kvm-linux'
import { kvmMacvtap } from '@/lib/simhost/hosts/kvm-macvtap'
import { kvmOvs } from '@/lib/simhost/hosts/kvm-ovs'
import { addressModel } from './address-form'
import { bondModel } from './bond-form'
import { checkEdit } from '../check-edit'
import { everyCreateAction } from '../actions/create-actions'
import { FORM_COMPONENTS } from './form-components'
import { fieldFor } from '../form-model'
import { FORM_LIST, formOf, isRemoval, whatGoes } from './table'
import type { FormId, Target } from './table'
import { guestNicAttachModel, guestNicDetachModel, guestNicLinkModel, guestNicMoveModel } from './guest-nic-forms'
import { linuxBridgeModel } from './linux-bridge-form'
import { macvtapModel } from './macvtap-form'
import { mirrorModel } from './mirror-form'
import { networkModel } from './network-form'
import { nodeActions } from '../actions/node-actions'
import { ownActions } from '../actions/object-actions'
import { ovsBridgeModel } from './ovs-bridge-form'
import { portModel } from './port-form'
import { portVlanModel } from './port-vlan-form'
import { portgroupModel } from './portgroup-form'
import { uplinkMoveModel } from './uplink-move-form'
import { vlanLinkModel } from './vlan-link-form'

/** What every form promises: it shows what is there, an untouched form changes nothing, and a staged edit comes back as it went. */

const ovsHost = kvmOvs()
for (const name of ['eth4', 'eth5']) nic(ovsHost.machine, name, {})
ovsHost.run(
  'ovs-vsctl -- --id=@p get Port stor126 -- --id=@o get Port patch-edge -- --id=@m create Mirror name=span0 select-src-port=@p output-port=@o -- set Bridge ovsbr1 mirrors=@m'.split(
    ' ',
  ),
)
const ovs = observeCommandHost(ovsHost, '192.0.2.11')
const linux = observeCommandHost(kvmLinux(), '192.0.2.12')
const macvtap = observeCommandHost(kvmMacvtap(), '192.0.2.13')
const ALONE = { before: [], after: [] }

/** Everything that can be done on these hosts, from wherever it can. */
const EVERY_ACTION = [ovs, linux, macvtap].flatMap((state) => [
  ...everyCreateAction(state),
  ...buildGraph(state).nodes.flatMap((node) => nodeActions(state, node)),
  ...(state.ovs?.bridges ?? []).flatMap(({ name, mirrors }) =>
    mirrors.flatMap((mirror) => ownActions({ kind: 'mirror.remove', bridge: name, name: mirror.name })),
  ),
])
const EVERY_VIEW = EVERY_ACTION.map(({ view }) => view)

type AnyModel = {
  fromState: (state: NetworkState, target: Target) => object
  fromIntent: (intent: IntentInput) => object
  toIntent: (values: object) => IntentInput
  fields: Readonly<Record<string, string>>
}
/** Models differ in their values only, which a test hands from one function of a model to the next. */
const asAnyModel = (model: object): AnyModel => model as AnyModel

const MODELS: Readonly<Record<FormId, { kinds: readonly string[] }>> = {
  ovsBridge: ovsBridgeModel,
  linuxBridge: linuxBridgeModel,
  bond: bondModel,
  port: portModel,
  portVlan: portVlanModel,
  macvtap: macvtapModel,
  vlanLink: vlanLinkModel,
  mirror: mirrorModel,
  address: addressModel,
  uplinkMove: uplinkMoveModel,
  network: networkModel,
  portgroup: portgroupModel,
  guestNicAttach: guestNicAttachModel,
  guestNicMove: guestNicMoveModel,
  guestNicDetach: guestNicDetachModel,
  guestNicLink: guestNicLinkModel,
}

const THERE: readonly [string, object, NetworkState, Target][] = [
  ['VLANs of a bond', portVlanModel, ovs, { bridge: 'ovsbr1', port: 'bond0' }],
  ['VLANs of an access port', portVlanModel, ovs, { bridge: 'ovsbr1', port: 'stor126' }],
  ['VLANs of a tunnel', portVlanModel, ovs, { bridge: 'br-edge', port: 'vx-site2' }],
  ['VLANs of a Linux port', portVlanModel, linux, { bridge: 'brv', port: 'eth3' }],
  ['VLANs of a Linux bridge', portVlanModel, linux, { bridge: 'brv', port: 'brv' }],
  ['a portgroup without VLAN', portgroupModel, ovs, { network: 'ovs-net', name: 'Vlan1' }],
  ['an access portgroup', portgroupModel, ovs, { network: 'ovs-net', name: 'Vlan125' }],
  ['a trunk portgroup', portgroupModel, ovs, { network: 'ovs-net', name: 'Trunk_all_Vlans' }],
  ['an OVS bridge', ovsBridgeModel, ovs, { name: 'ovsbr1' }],
  ['a fake bridge', ovsBridgeModel, ovs, { name: 'ovsbr1-v125' }],
  ['a Linux bridge', linuxBridgeModel, linux, { name: 'br125' }],
  ['a filtering bridge', linuxBridgeModel, linux, { name: 'brv' }],
  ['an OVS bond', bondModel, ovs, { name: 'bond0' }],
  ['a kernel bond', bondModel, linux, { name: 'bond0' }],
  ['a backup bond', bondModel, macvtap, { name: 'bond1' }],
  ['a patch port', portModel, ovs, { name: 'patch-edge' }],
  ['a VXLAN port', portModel, ovs, { name: 'vx-site2' }],
  ['an internal port', portModel, ovs, { name: 'stor126' }],
  ['a VLAN link', vlanLinkModel, linux, { name: 'bond0.125' }],
  ['a mirror', mirrorModel, ovs, { bridge: 'ovsbr1', name: 'span0' }],
  ['addresses', addressModel, ovs, { link: 'stor126' }],
  ['a macvtap', macvtapModel, macvtap, { name: 'macvtap0' }],
  ['a macvlan', macvtapModel, macvtap, { name: 'host-eth5' }],
  ['a network over a bridge', networkModel, ovs, { name: 'ovs-net' }],
  ['a NAT network', networkModel, ovs, { name: 'default' }],
  ['a network over a link', networkModel, macvtap, { name: 'direct-eth5' }],
  ['a VEPA network', networkModel, macvtap, { name: 'direct-bond' }],
  ['a NIC on a portgroup', guestNicMoveModel, ovs, { guest: 'web1', nic: 'net0' }],
  ['a NIC on the default portgroup', guestNicMoveModel, ovs, { guest: 'jump1', nic: 'net0' }],
  ['a NIC on an OVS bridge', guestNicMoveModel, ovs, { guest: 'fw1', nic: 'net1' }],
  ['a NIC on a Linux bridge', guestNicMoveModel, linux, { guest: 'nfs1', nic: 'net1' }],
  ['a macvtap NIC', guestNicMoveModel, macvtap, { guest: 'voip1', nic: 'net1' }],
  ['the link of a NIC', guestNicLinkModel, ovs, { guest: 'web1', nic: 'net1' }],
]

describe('the table of forms', () => {
  const written = FORM_LIST.flatMap(({ writes }) => writes)
  const removed = FORM_LIST.flatMap(({ removes }) => Object.keys(removes))

  it('has every kind of edit once, written by a form or taken away by RemoveForm', () => {
    expect([...written, ...removed].sort()).toEqual(Object.keys(TITLES).sort())
  })

  it.each(FORM_LIST)('has for $id what it shows, what it writes and whom it is tried on', ({ id, writes }) => {
    expect(FORM_COMPONENTS[id]).toBeTypeOf('function')
    expect(MODELS[id].kinds).toEqual(writes)
    expect([...THERE, ...NEW].map(([, model]) => model)).toContain(MODELS[id])
  })

  it('opens each edit of what is there with the form that made it', () => {
    for (const [, model, state, target] of THERE) {
      const { fromState, toIntent } = asAnyModel(model)
      const intent = toIntent(fromState(state, target))
      expect(isRemoval(intent) ? null : MODELS[formOf(intent) ?? 'bond']).toBe(model)
    }
  })

  it('edits with a form of its own what has an item for that in its menu', () => {
    const edited = FORM_LIST.filter(({ edit }) => edit !== undefined)
    expect(edited.map(({ id }) => id)).toEqual([
      'ovsBridge',
      'linuxBridge',
      'bond',
      'port',
      'macvtap',
      'mirror',
      'network',
      'portgroup',
    ])
    for (const { id, edit } of edited)
      expect(
        EVERY_ACTION.some(({ view, label }) => view.view === 'form' && view.form === id && label === edit),
        id,
      ).toBe(true)
  })

  it.each(FORM_LIST)('opens $id from the Create menu, a node of the graph or a row of a table', ({ id, removes }) => {
    expect(EVERY_VIEW.some((view) => view.view === 'form' && view.form === id)).toBe(true)
    for (const kind of Object.keys(removes)) {
      const view = EVERY_VIEW.find((each) => each.view === 'remove' && each.intent.kind === kind)
      expect(view?.view === 'remove' && whatGoes(view.intent), kind).toMatch(/\.$/)
    }
  })
})

describe('a form of what is there', () => {
  it.each(THERE)('changes nothing untouched: %s', (_what, model, state, target) => {
    const { fromState, toIntent } = asAnyModel(model)
    expect(checkEdit(state, toIntent(fromState(state, target)), ALONE)).toMatchObject({
      issues: [],
      isSoAlready: true,
    })
  })

  it.each(THERE)('opens a staged edit as it was: %s', (_what, model, state, target) => {
    const { fromState, fromIntent, toIntent } = asAnyModel(model)
    const intent = toIntent(fromState(state, target))
    expect(toIntent(fromIntent(intent))).toEqual(intent)
  })
})

const NEW: readonly [string, object, NetworkState, Target, object][] = [
  ['OVS bridge', ovsBridgeModel, ovs, {}, { name: 'br-new', failMode: 'secure', controllers: 'tcp:192.0.2.5:6633' }],
  ['fake bridge', ovsBridgeModel, ovs, { kind: 'fake', bridge: 'ovsbr1' }, { name: 'v126', vlan: '126' }],
  ['Linux bridge', linuxBridgeModel, linux, {}, { name: 'br9', vlanFiltering: true, ports: [] }],
  [
    'OVS bond',
    bondModel,
    ovs,
    { bridge: 'br-edge' },
    { name: 'b2', members: ['eth4', 'eth5'], ovsMode: 'balance-slb', lacp: 'off' },
  ],
  ['kernel bond', bondModel, ovs, { kind: 'linux' }, { name: 'b2', members: ['eth4', 'eth5'] }],
  ['internal port', portModel, ovs, { bridge: 'ovsbr1' }, { type: 'internal', name: 'int9' }],
  [
    'VXLAN port',
    portModel,
    ovs,
    { bridge: 'br-edge' },
    { type: 'vxlan', name: 'vx9', remoteIp: '192.0.2.99', key: '7' },
  ],
  ['VLAN link', vlanLinkModel, ovs, { link: 'eth1' }, { vlanId: '9' }],
  ['mirror', mirrorModel, ovs, { bridge: 'ovsbr1', port: 'bond0' }, { name: 'm1', output: 'vlan', outputVlan: '900' }],
  ['addresses', addressModel, ovs, { link: 'eth1' }, { addresses: '203.0.113.9/24' }],
  ['uplink', uplinkMoveModel, ovs, { link: 'eth0', bridge: 'ovsbr1' }, { to: 'internal', internalPort: 'host0' }],
  ['macvtap', macvtapModel, ovs, { link: 'eth1' }, { name: 'mv9', mode: 'vepa' }],
  ['network', networkModel, ovs, { bridge: 'ovsbr1' }, { name: 'new' }],
  ['NAT network', networkModel, ovs, {}, { name: 'new', forward: 'nat', address: '192.168.9.1/24' }],
  ['guest NIC', guestNicAttachModel, ovs, { network: 'ovs-net', portgroup: 'Vlan125' }, { guest: 'web1' }],
  [
    'guest NIC on a bridge',
    guestNicAttachModel,
    ovs,
    { guest: 'db1', bridge: 'ovsbr1' },
    { vlanMode: 'access', tag: '125' },
  ],
  ['detached NIC', guestNicDetachModel, ovs, { guest: 'web1', nic: 'net1' }, {}],
]

describe('a form of something new', () => {
  it.each(NEW)('plans, and opens as it was staged: %s', (_what, model, state, target, typed) => {
    const { fromState, fromIntent, toIntent } = asAnyModel(model)
    const intent = toIntent({ ...fromState(state, target), ...typed })
    const check = checkEdit(state, intent, ALONE)
    expect(check.issues).toEqual([])
    expect(check.plan?.steps.length).toBeGreaterThan(0)
    expect(toIntent(fromIntent(intent))).toEqual(intent)
  })
})

describe('what is refused stands at its field', () => {
  const REFUSED: readonly [object, NetworkState, Target, object, string, RegExp][] = [
    [portVlanModel, ovs, { bridge: 'ovsbr1', port: 'stor126' }, { tag: '' }, 'tag', /needs one VLAN/],
    [portVlanModel, ovs, { bridge: 'ovsbr1', port: 'stor126' }, { tag: '0' }, 'tag', /0 is reserved/],
    [portVlanModel, ovs, { bridge: 'ovsbr1', port: 'stor126' }, { tag: '4095' }, 'tag', /4095 is reserved/],
    [portVlanModel, ovs, { bridge: 'ovsbr1', port: 'stor126' }, { tag: 'x' }, 'tag', /Wanted one VLAN/],
    [portVlanModel, ovs, { bridge: 'ovsbr1', port: 'bond0' }, { trunks: '1-' }, 'trunks', /not a VLAN or a range/],
    [portVlanModel, ovs, { bridge: 'ovsbr1', port: 'bond0' }, { trunks: '' }, 'trunks', /No VLAN is listed/],
    [portVlanModel, ovs, { bridge: 'ovsbr1', port: 'bond0' }, { trunks: '5,5' }, 'trunks', /5 is listed twice/],
    [portgroupModel, ovs, { network: 'ovs-net' }, { name: 'x', vlanMode: 'trunk', tags: '' }, 'tags', /No VLAN/],
    [
      portgroupModel,
      ovs,
      { network: 'ovs-net' },
      { name: 'x', vlanMode: 'trunk', tags: '5,6', nativeTag: '7' },
      'nativeTag',
      /not among the tags/,
    ],
    [portgroupModel, ovs, { network: 'ovs-net' }, { name: '<x>', tag: '5' }, 'name', /cannot be a name/],
    [portgroupModel, ovs, { network: 'default' }, { name: 'x', tag: '5' }, 'vlanMode', /mode nat/],
    [ovsBridgeModel, ovs, {}, { name: 'a-name-of-17-bytes' }, 'name', /at most 15/],
    [ovsBridgeModel, ovs, {}, { name: 'eth1' }, 'name', /is a NIC already/],
    [ovsBridgeModel, ovs, {}, { name: 'x', controllers: 'somewhere' }, 'controllers', /is not a controller/],
    [ovsBridgeModel, ovs, { kind: 'fake', bridge: 'ovsbr1' }, { name: 'x', vlan: '125' }, 'vlan', /ovsbr1-v125/],
    [bondModel, ovs, { bridge: 'br-edge' }, { name: 'b', members: ['eth1'] }, 'members', /at least two members/],
    [bondModel, ovs, { bridge: 'br-edge' }, { name: 'b', members: ['eth1', 'eth2'] }, 'members', /already a member/],
    [bondModel, ovs, { bridge: 'br-edge' }, { name: 'b', members: ['eth0', 'eth1'] }, 'members', /connected to/],
    [
      bondModel,
      ovs,
      { bridge: 'br-edge' },
      { name: 'b', members: ['eth1', 'nic9'], lacp: 'off' },
      'lacp',
      /works only with LACP/,
    ],
    [bondModel, macvtap, { name: 'bond1' }, { primary: 'eth3' }, 'primary', /not among the members/],
    [linuxBridgeModel, linux, {}, { name: 'x', ports: ['eth0'] }, 'ports', /connected to/],
    [portModel, ovs, { bridge: 'ovsbr1' }, { name: 'nic9' }, 'name', /does not exist/],
    [portModel, ovs, { bridge: 'ovsbr1' }, { type: 'vxlan', name: 'v', remoteIp: 'there' }, 'remoteIp', /not an IP/],
    [portModel, ovs, { bridge: 'ovsbr1' }, { type: 'patch', name: 'v' }, 'peer', /needs the name of its other end/],
    [vlanLinkModel, linux, { link: 'bond0' }, { vlanId: '125', name: 'x' }, 'vlanId', /is bond0.125 already/],
    [addressModel, ovs, { link: 'eth1' }, { addresses: '10.0.0.0/24' }, 'addresses', /network address/],
    [
      addressModel,
      ovs,
      { link: 'eth1' },
      { addresses: '10.0.0.1/24', gatewayMode: 'set', gateway: '10.9.0.1' },
      'gateway',
      /in none of the networks/,
    ],
    [uplinkMoveModel, ovs, { link: 'eth2', bridge: 'br-edge' }, {}, 'nic', /is in .* already/],
    [macvtapModel, ovs, { link: 'eth2' }, { name: 'mv' }, 'lower', /one of the two/],
    [networkModel, ovs, {}, { name: 'n', bridge: '' }, 'bridge', /needs a bridge/],
    [networkModel, ovs, { name: 'ovs-net' }, { active: false }, 'active', /running guest/],
    [guestNicAttachModel, ovs, { network: 'ovs-net' }, { guest: 'nobody' }, 'guest', /no guest nobody/],
    [
      guestNicAttachModel,
      ovs,
      { network: 'ovs-net', guest: 'web1' },
      { mac: '52:54:00:12:5a:01' },
      'mac',
      /belongs to guest VM_OVS_test/,
    ],
    [guestNicAttachModel, ovs, { network: 'ovs-net', guest: 'web1' }, { mac: '01:00:5e:00:00:01' }, 'mac', /multicast/],
    [guestNicAttachModel, ovs, { network: 'ovs-net', guest: 'jump1' }, { scope: 'running' }, 'scope', /does not run/],
    [guestNicMoveModel, ovs, { guest: 'web1', nic: 'net0' }, { portgroup: 'none' }, 'portgroup', /no portgroup none/],
  ]

  it.each(REFUSED)('%#', (model, state, target, typed, field, words) => {
    const { fromState, toIntent, fields } = asAnyModel(model)
    const { issues } = checkEdit(state, toIntent({ ...fromState(state, target), ...typed }), ALONE)
    expect(issues.map(({ message }) => message).join('\n')).toMatch(words)
    expect(issues.map(({ path }) => fieldFor(fields, path))).toContain(field)
  })
})

describe('port VLANs', () => {
  it('show what is there', () => {
    expect(portVlanModel.fromState(ovs, { bridge: 'ovsbr1', port: 'bond0' })).toMatchObject({
      mode: 'native-untagged',
      tag: '1',
      trunks: '125-126',
      carriesAll: false,
    })
  })

  it('keep what a mode does not use out of the edit, and in the form', () => {
    const values = portVlanModel.fromState(ovs, { bridge: 'ovsbr1', port: 'stor126' })
    const typed = { ...values, mode: 'trunk' as const, tag: '7', trunks: '8', carriesAll: true }
    const intent = portVlanModel.toIntent(typed)
    expect(parseIntents([intent]).ok).toBe(true)
    expect(intent).toEqual({
      kind: 'portVlan.set',
      bridge: 'ovsbr1',
      port: 'stor126',
      mode: 'trunk',
      trunks: 'all',
    })
  })
})
