/* A network's definition, edited in place: what an edit does not ask for stays to the letter. */
import type { Element } from '@xmldom/xmldom'
import { attribute, childElements, firstChild } from '../../parse/xml'
import { deriveMac } from '../derive'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'
import { editAddress } from './network-address'
import { addChild, placeOf, removeChildren, setAttributes } from '../definitions/xml-edit'

type NetworkIntent = IntentOf<'network.set'>

/** Forward modes for which libvirt makes the bridge itself. */
const OWN_BRIDGE: ReadonlySet<string> = new Set(['nat', 'route', 'open', 'none'])
/** libvirt: "open forwarding requested, but no IP address provided for network 'lab'". */
const NEEDS_ADDRESS: ReadonlySet<string> = new Set(['nat', 'route', 'open'])
/** Elements that libvirt refuses in a network that has no bridge of its own (network/bridge_driver.c, networkValidate). */
const NEEDS_OWN_BRIDGE = ['mac', 'ip', 'dns', 'domain', 'bandwidth', 'route']

type Way = 'own' | 'bridge' | 'direct'
const wayOf = (mode: string, hasBridge: boolean): Way =>
  OWN_BRIDGE.has(mode) ? 'own' : mode === 'bridge' && hasBridge ? 'bridge' : 'direct'

/** libvirt's default for a `<forward>` without mode is nat; no `<forward>` at all is an isolated network. */
const modeOf = (root: Element): string => {
  const forward = firstChild(root, 'forward')
  return forward === null ? 'none' : (attribute(forward, 'mode') ?? 'nat')
}

/** The links that a definition forwards by: `<forward dev>` and its `<interface dev>`, each once. */
const devicesOf = (root: Element): string[] => {
  const forward = firstChild(root, 'forward')
  if (forward === null) return []
  const devices = [forward, ...childElements(forward, 'interface')].map((element) => attribute(element, 'dev'))
  return [...new Set(devices.filter((dev) => dev !== null))]
}

/** Makes a definition say what the intent asks for. Refuses what libvirt would, or what an intent cannot say. */
export function editNetwork(working: WorkingState, root: Element, intent: NetworkIntent): void {
  const { name, bridge, dev, address } = intent
  const before = { mode: modeOf(root), way: wayOf(modeOf(root), firstChild(root, 'bridge') !== null) }
  const mode = intent.forward ?? before.mode
  const way = wayOf(mode, bridge !== undefined || (dev === undefined && before.way === 'bridge'))
  editForward(root, mode, dev, way === before.way)
  editBridge(working, root, intent, { from: before.way, to: way })
  editVirtualPort(working, root, intent, way === before.way)
  if (way !== 'own') loseOwn(working, root, name)
  else if (address !== undefined) editAddress(working, root, name, address)
  requireWhole(working, root, mode)
}

function editForward(root: Element, mode: string, dev: string | undefined, isSameWay: boolean): void {
  if (mode === 'none') return removeChildren(root, 'forward')
  const old = modeOf(root)
  const forward =
    firstChild(root, 'forward') ?? addChild(root, 'forward', {}, undefined, placeOf(root, ['name', 'uuid']))
  if (old !== mode) setAttributes(forward, { mode })
  if (mode !== 'nat') removeChildren(forward, 'nat')
  const isDevSame = dev === undefined ? isSameWay : devicesOf(root)[0] === dev
  if (isDevSame) return
  removeChildren(forward, 'interface')
  setAttributes(forward, { dev })
  if (dev !== undefined) addChild(forward, 'interface', { dev })
}

function editBridge(
  working: WorkingState,
  root: Element,
  { name, bridge }: NetworkIntent,
  way: { from: Way; to: Way },
): void {
  const place = placeOf(root, ['name', 'uuid', 'forward', 'bridge'])
  const element = firstChild(root, 'bridge')
  if (bridge === undefined) {
    if (way.to === way.from && (way.to !== 'own' || element !== null)) return
    removeChildren(root, 'bridge')
    if (way.to === 'own') addOwnBridge(working, root, name, place)
  } else if (element !== null && way.from === way.to) {
    if (attribute(element, 'name') !== bridge) setAttributes(element, { name: bridge })
  } else {
    removeChildren(root, 'bridge')
    addChild(root, 'bridge', { name: bridge }, undefined, place)
  }
}

/** Named here: libvirt would choose bridge and MAC anew for each definition, and what is stored would not be what runs. */
function addOwnBridge(working: WorkingState, root: Element, network: string, place: Element | null): void {
  const { links, libvirt, system } = working.state
  const taken = new Set([
    ...links.map(({ name }) => name),
    ...(libvirt?.networks ?? []).map(({ bridge }) => bridge ?? ''),
  ])
  let number = 0
  while (taken.has(`virbr${number}`)) number += 1
  addChild(root, 'bridge', { name: `virbr${number}`, stp: 'on', delay: '0' }, undefined, place)
  if (firstChild(root, 'mac') === null) {
    const macs = new Set(links.map(({ mac }) => mac ?? ''))
    addChild(
      root,
      'mac',
      { address: deriveMac(`${system.machineId ?? ''} bridge of ${network}`, macs) },
      undefined,
      place,
    )
  }
}

/** Left as it is unless another one is named, or the bridge is one of another kind by now. */
function editVirtualPort(
  working: WorkingState,
  root: Element,
  { bridge, virtualport }: NetworkIntent,
  isSameWay: boolean,
): void {
  const now = attribute(firstChild(root, 'virtualport'), 'type')
  const fits = bridge !== undefined && working.linuxBridge(bridge) === undefined ? 'openvswitch' : null
  const isOther = !isSameWay || (bridge !== undefined && fits !== (now === 'openvswitch' ? now : null))
  const wanted = virtualport !== undefined ? virtualport : isOther ? fits : now
  if (wanted === now) return
  const place = placeOf(root, ['virtualport']) ?? firstChild(root, 'ip') ?? firstChild(root, 'portgroup')
  removeChildren(root, 'virtualport')
  if (wanted !== null) addChild(root, 'virtualport', { type: wanted }, undefined, place)
}

function loseOwn(working: WorkingState, root: Element, name: string): void {
  const lost = NEEDS_OWN_BRIDGE.filter((child) => child !== 'mac' && firstChild(root, child) !== null)
  if (firstChild(firstChild(root, 'ip'), 'dhcp') !== null) lost.push('its DHCP')
  if (lost.length > 0)
    working.warn(
      `Network ${name} loses ${lost.join(', ')}: libvirt takes them only in networks that have a bridge of their own`,
    )
  for (const child of NEEDS_OWN_BRIDGE) removeChildren(root, child)
}

/** What libvirt would miss. */
function requireWhole(working: WorkingState, root: Element, mode: string): void {
  const hasPlace = firstChild(root, 'bridge') !== null || devicesOf(root).length > 0
  if (NEEDS_ADDRESS.has(mode) && firstChild(root, 'ip') === null)
    working.refuse(
      'address',
      'address_missing',
      `Forward mode ${mode} needs the host's address in the network, e.g. 192.168.100.1/24`,
    )
  if (mode === 'bridge' && !hasPlace)
    working.refuse(
      'bridge',
      'place_missing',
      'Forward mode bridge needs a bridge (guests on its ports) or a link (macvtaps in bridge mode), one of them',
    )
  const isDirect = mode === 'private' || mode === 'vepa' || mode === 'passthrough'
  if (isDirect && devicesOf(root).length === 0)
    working.refuse('dev', 'place_missing', `Forward mode ${mode} needs the link that macvtaps are made on, e.g. eth3`)
}
