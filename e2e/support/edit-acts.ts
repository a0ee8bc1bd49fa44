import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import type { EachIntentInput, IntentInput, IntentKind } from '@/lib/core/intents/intent'
import {
  choose,
  drawer,
  fromCreate,
  fromNode,
  fromRow,
  fromTable,
  hasRow,
  pick,
  setCheck,
  tick,
  tray,
  type,
} from './form-acts'
import type { Of } from './form-acts'
import { fillGuestNicAttach, fillGuestNicDetach, fillGuestNicLink, fillGuestNicMove } from './guest-nic-acts'
import { REMOVALS } from './removal-acts'

/** How a user makes each kind of edit: where its form is opened, which fields are filled. By role and label alone. */

/** Opens the form, fills it, stages the edit. `earlier`: staged before it, and so in no picture and no table yet. */
export async function stageEdit(page: Page, intent: IntentInput, earlier: readonly IntentInput[]): Promise<void> {
  const isThere = (name: string) => !earlier.some((each) => 'name' in each && each.name === name)
  await fillEdit(page, intent, isThere)
  // A host that is slow to answer is read in parts: until then the drawer says what is missing, and stages nothing.
  await expect(drawer(page).getByText(/ steps? in the change; |nothing to do/)).toBeVisible()
  await drawer(page).getByRole('button', { name: 'Stage edit' }).click()
  const count = earlier.length + 1
  await expect(tray(page)).toContainText(count === 1 ? '1 edit staged' : `${count} edits staged`)
  await expect(drawer(page)).toBeHidden()
}

const fillEdit = <K extends IntentKind>(
  page: Page,
  intent: EachIntentInput<K>,
  isThere: (name: string) => boolean,
): Promise<void> => FILLS[intent.kind](page, intent, isThere)

type Fill<K extends IntentKind> = (page: Page, intent: Of<K>, isThere: (name: string) => boolean) => Promise<void>

const FILLS: { readonly [K in IntentKind]: Fill<K> } = {
  'ovsBridge.set': fillOvsBridge,
  'linuxBridge.set': fillLinuxBridge,
  'bond.set': fillBond,
  'port.set': (page, intent, isThere) => fillPort(page, intent, isThere(intent.bridge)),
  'portVlan.set': (page, intent, isThere) => fillPortVlan(page, intent, isThere(intent.bridge) && isThere(intent.port)),
  'vlanLink.set': fillVlanLink,
  'macvtap.set': fillMacvtap,
  'macvlan.set': fillMacvtap,
  'uplink.move': fillUplinkMove,
  'address.set': (page, intent, isThere) => fillAddress(page, intent, isThere(intent.link)),
  'mirror.set': fillMirror,
  'network.set': fillNetwork,
  'portgroup.set': fillPortgroup,
  'guestNic.attach': fillGuestNicAttach,
  'guestNic.move': fillGuestNicMove,
  'guestNic.detach': fillGuestNicDetach,
  'guestNic.setLink': fillGuestNicLink,
  ...REMOVALS,
}

async function fillOvsBridge(page: Page, intent: Of<'ovsBridge.set'>) {
  const { name, fakeParent, failMode, controllers, rstp } = intent
  if (fakeParent !== undefined) {
    await fromNode(page, `OVS bridge ${fakeParent.parent}`, 'Add fake bridge…')
    await type(page, 'Name', name)
    await type(page, 'VLAN', fakeParent.vlan)
    return
  }
  if (failMode === undefined && controllers === undefined) {
    await fromCreate(page, 'Create OVS bridge')
    await type(page, 'Name', name)
    if (rstp === true) await pick(page, 'Spanning tree', 'rstp')
    return
  }
  await fromNode(page, `OVS bridge ${name}`, 'Edit bridge…')
  if (failMode !== undefined) await choose(page, 'Fail mode', failMode)
  await type(page, 'Controllers (optional)', controllers?.join(', '))
}

async function fillLinuxBridge(page: Page, { name, ports, vlanFiltering }: Of<'linuxBridge.set'>) {
  await fromTable(page, 'Switches', 'Create Linux bridge')
  await type(page, 'Name', name)
  await tick(page, 'Ports', ports ?? [])
  if (vlanFiltering !== undefined) await setCheck(page, 'VLAN filtering', vlanFiltering)
}

async function fillBond(page: Page, intent: Of<'bond.set'>) {
  const isOvs = intent.bondKind === 'ovs'
  if (await hasRow(page, 'Bonds', intent.name, 'Create bond')) await fromRow(page, 'Bonds', intent.name, 'Edit bond…')
  else {
    await fromTable(page, 'Bonds', 'Create bond')
    await choose(page, 'Made by', isOvs ? 'Open vSwitch' : 'the kernel')
    await type(page, 'Name', intent.name)
  }
  await pick(page, isOvs ? 'Bridge' : 'Bridge (optional)', intent.bridge)
  await tick(page, 'Members', intent.members)
  await choose(page, 'Mode', intent.mode)
  if (intent.bondKind === 'ovs') {
    if (intent.lacp !== undefined) await choose(page, 'LACP', intent.lacp)
    await pick(page, 'How a dead member is noticed', intent.detectMode)
    await pick(page, 'Without a partner', onOff(intent.fallbackActiveBackup))
  } else await pick(page, 'Members are picked by', intent.xmitHashPolicy)
  await pick(page, 'LACP time', intent.lacpTime)
  await pick(page, 'Primary member (optional)', intent.primary)
}

const onOff = (is: boolean | null | undefined): string | null | undefined => (is == null ? is : is ? 'on' : 'off')

const TUNNELS: Partial<Record<Of<'port.set'>['type'], string>> = { vxlan: 'VXLAN', gre: 'GRE', geneve: 'Geneve' }

async function fillPort(page: Page, intent: Of<'port.set'>, isBridgeThere: boolean) {
  const { bridge, name, type: kind, options = {} } = intent
  if (await hasRow(page, 'Switches', name, 'Create port')) await fromRow(page, 'Switches', name, 'Edit port…', 'Ports')
  else {
    if (isBridgeThere) await fromNode(page, `OVS bridge ${bridge}`, 'Add port…')
    else {
      await fromCreate(page, 'Create port')
      await pick(page, 'Bridge', bridge)
    }
    await choose(page, 'What', TUNNELS[kind] ?? (kind === 'system' ? 'existing link' : kind))
    if (kind === 'system') await pick(page, 'Link', name)
    else await type(page, 'Name', name)
  }
  await type(page, 'Other end', options.peer)
  await type(page, 'Remote address', options.remote_ip)
  await type(page, 'Local address (optional)', options.local_ip)
  await type(page, 'UDP port (optional)', options.dst_port)
  await type(page, kind === 'gre' ? 'Key (optional)' : 'VNI (optional)', options.key)
}

async function fillPortVlan(page: Page, intent: Of<'portVlan.set'>, isThere: boolean) {
  const { bridge, port, mode, tag, trunks, customerVlans } = intent
  if (isThere) await fromRow(page, 'Switches', port, 'Set VLANs…')
  else {
    await fromCreate(page, 'Set VLANs of a port')
    await pick(page, 'Bridge', bridge)
    await pick(page, 'Port', port)
  }
  await choose(page, 'Mode', mode)
  await type(page, mode === 'access' ? 'VLAN' : mode === 'dot1q-tunnel' ? 'Service VLAN' : 'Native VLAN', tag)
  if (typeof customerVlans === 'string') await type(page, "Customer's VLANs", customerVlans)
  if (typeof trunks !== 'string') return
  await setCheck(page, 'Carries all VLANs', trunks === 'all')
  if (trunks !== 'all') await type(page, 'VLANs carried tagged', trunks)
}

async function fillVlanLink(page: Page, { parent, vlanId }: Of<'vlanLink.set'>) {
  await fromTable(page, 'macvtap', 'Create VLAN link')
  await pick(page, 'Link below', parent)
  await type(page, 'VLAN', vlanId)
}

async function fillMacvtap(page: Page, { kind, name, lower, mode }: Of<'macvtap.set' | 'macvlan.set'>) {
  await fromNode(
    page,
    `(NIC|bond) ${lower}`,
    kind === 'macvtap.set' ? 'New macvtap on it…' : 'New macvlan for the host…',
  )
  await type(page, 'Name', name)
  if (mode !== undefined) await choose(page, 'Mode', mode === 'vepa' ? 'VEPA' : mode)
}

async function fillUplinkMove(page: Page, { nic, bridge, internalPort }: Of<'uplink.move'>) {
  await fromNode(page, `NIC ${nic}`, 'Move into a bridge, address and all…')
  await expect(drawer(page).getByRole('alert')).toContainText(`This session comes in over ${nic}`)
  await pick(page, 'Bridge', bridge)
  if (internalPort === undefined) return
  await drawer(page).getByRole('radio', { name: 'an internal port', exact: true }).check()
  await type(page, 'Internal port', internalPort)
}

async function fillAddress(page: Page, { link, addresses, gateway }: Of<'address.set'>, isThere: boolean) {
  if (isThere) await fromRow(page, 'Switches', link, 'Set addresses…')
  else {
    await fromCreate(page, 'Set addresses of a link')
    await pick(page, 'Link', link)
  }
  await type(page, 'Addresses', addresses.join(', '))
  if (gateway == null) return
  await pick(page, 'Default gateway by this link', 'set')
  await type(page, 'Gateway', gateway)
}

async function fillMirror(page: Page, intent: Of<'mirror.set'>) {
  await fromCreate(page, 'Create mirror')
  await pick(page, 'Bridge', intent.bridge)
  await type(page, 'Name', intent.name)
  await tick(page, 'What enters by', intent.sourcePorts ?? [])
  await tick(page, 'What leaves by', intent.destinationPorts ?? [])
  if (intent.outputVlan !== undefined) await choose(page, 'To', 'a VLAN')
  await type(page, 'Output VLAN', intent.outputVlan)
  await pick(page, 'Output port', intent.outputPort)
}

async function fillNetwork(page: Page, intent: Of<'network.set'>) {
  const { name, forward, bridge, dev, address, active, autostart } = intent
  if (await hasRow(page, 'Networks', name, 'Create network')) await fromRow(page, 'Networks', name, 'Edit network…')
  else {
    await fromTable(page, 'Networks', 'Create network')
    await type(page, 'Name', name)
  }
  if (forward !== undefined) await choose(page, 'Forward mode', forward === 'none' ? 'none (isolated)' : forward)
  if (forward === 'bridge') await choose(page, 'Guests are plugged into', dev === undefined ? 'a bridge' : 'a link')
  await pick(page, 'Bridge', bridge)
  await pick(page, 'Link below', dev)
  if (address !== undefined)
    await drawer(page)
      .getByLabel(/^Host's address/)
      .fill(address ?? '')
  if (active !== undefined) await setCheck(page, 'Active', active)
  if (autostart !== undefined) await setCheck(page, 'Starts with the host', autostart)
}

async function fillPortgroup(page: Page, { network, name, isDefault, vlan }: Of<'portgroup.set'>) {
  await fromTable(page, 'Networks', 'Create portgroup')
  await pick(page, 'Network', network)
  await type(page, 'Name', name)
  await choose(page, 'VLANs', vlan.mode === 'none' ? 'no VLAN' : vlan.mode)
  if (vlan.mode === 'access') await type(page, 'VLAN', vlan.tag)
  if (vlan.mode === 'trunk' && typeof vlan.tags === 'string') await type(page, 'VLANs carried tagged', vlan.tags)
  if (isDefault !== undefined) await setCheck(page, 'Default of its network', isDefault)
}
