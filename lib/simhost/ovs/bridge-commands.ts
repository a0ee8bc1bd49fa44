import { findByName, nameOf, setOf, valueOf } from './database'
import type { Datum, Row } from './database'
import type { Transaction } from './transaction'
import { vsctlError } from './transaction'

/** Commands of ovs-vsctl(8) about bridges, ports, controllers and managers. Each returns what it prints, without newline. */
type Flags = ReadonlySet<string>

const mayExist = (flags: Flags): boolean => flags.has('--may-exist')
const ifExists = (flags: Flags): boolean => flags.has('--if-exists')

const requireFree = (txn: Transaction, name: string, what: string): void => {
  const say = (kind: string): never => {
    throw vsctlError(`cannot create a ${what} named ${name} because ${kind}`)
  }
  if (findByName(txn.db, 'Bridge', name) !== undefined || txn.fakeBridge(name) !== null)
    say(`a bridge named ${name} already exists`)
  const port = findByName(txn.db, 'Port', name)
  const bridge = port === undefined ? undefined : txn.bridgeOfPort(port)
  if (bridge !== undefined) say(`a port named ${name} already exists on bridge ${nameOf(bridge)}`)
  const holder = txn.portOfInterface(name)
  const owner = holder === undefined ? undefined : txn.bridgeOfPort(holder)
  if (owner !== undefined) say(`an interface named ${name} already exists on bridge ${nameOf(owner)}`)
}

const attachPort = (txn: Transaction, bridge: Row, port: Row): void => {
  const current = txn.db.Bridge.get(bridge.uuid) ?? bridge
  txn.set(current, { ports: [...setOf(current, 'ports'), port.uuid] })
}

const addBridge = (txn: Transaction, [name = '', parentName, vlan]: readonly string[], flags: Flags): void => {
  const existing = findByName(txn.db, 'Bridge', name)
  const fake = txn.fakeBridge(name)
  if (mayExist(flags) && (existing !== undefined || fake !== null)) {
    if (parentName === undefined && fake !== null)
      throw vsctlError(`"--may-exist add-br ${name}" but ${name} is a VLAN bridge for VLAN ${fake.vlan}`)
    if (parentName !== undefined && fake === null)
      throw vsctlError(`"--may-exist add-br ${name} ${parentName} ${vlan ?? ''}" but ${name} is not a VLAN bridge`)
    return
  }
  requireFree(txn, name, 'bridge')
  const iface = txn.insert('Interface', { name: [name], type: ['internal'] })
  if (parentName === undefined) {
    const port = txn.insert('Port', { name: [name], interfaces: [iface.uuid] })
    const bridge = txn.insert('Bridge', { name: [name], ports: [port.uuid] })
    txn.set(txn.root(), { bridges: [...setOf(txn.root(), 'bridges'), bridge.uuid] })
    return
  }
  const tag = Number(vlan)
  if (!Number.isInteger(tag) || tag < 0 || tag > 4095) throw vsctlError(`add-br: VLAN must be between 0 and 4095`)
  const parent = findByName(txn.db, 'Bridge', parentName)
  if (parent === undefined) throw vsctlError(`parent bridge ${parentName} does not exist`)
  const port = txn.insert('Port', { name: [name], interfaces: [iface.uuid], fake_bridge: [true], tag: [tag] })
  attachPort(txn, parent, port)
}

const removePort = (txn: Transaction, port: Row): void => {
  const bridge = txn.bridgeOfPort(port)
  if (bridge !== undefined) txn.set(bridge, { ports: setOf(bridge, 'ports').filter((uuid) => uuid !== port.uuid) })
  for (const iface of txn.interfaces(port)) txn.db.Interface.delete(iface.uuid)
  txn.db.Port.delete(port.uuid)
}

const deleteBridge = (txn: Transaction, [name = '']: readonly string[], flags: Flags): void => {
  const fake = txn.fakeBridge(name)
  if (fake !== null) {
    const ofVlan = txn.ports(fake.parent).filter((port) => valueOf(port, 'tag') === fake.vlan)
    for (const port of ofVlan) removePort(txn, port)
    return
  }
  if (ifExists(flags) && findByName(txn.db, 'Bridge', name) === undefined) return
  const bridge = txn.bridge(name)
  for (const port of txn.ports(bridge)) removePort(txn, port)
  for (const uuid of setOf(bridge, 'controller')) txn.db.Controller.delete(String(uuid))
  for (const uuid of setOf(bridge, 'mirrors')) txn.db.Mirror.delete(String(uuid))
  txn.db.Bridge.delete(bridge.uuid)
  txn.set(txn.root(), { bridges: setOf(txn.root(), 'bridges').filter((uuid) => uuid !== bridge.uuid) })
}

/** Where a port added "to BRIDGE" goes: to the bridge itself, or with a tag to the parent of a fake one. */
const target = (txn: Transaction, name: string): { bridge: Row; tag: Record<string, Datum> } => {
  const fake = txn.fakeBridge(name)
  return fake === null ? { bridge: txn.bridge(name), tag: {} } : { bridge: fake.parent, tag: { tag: [fake.vlan] } }
}

const splitSettings = (words: readonly string[]): { names: string[]; settings: string[] } => {
  const at = words.findIndex((word) => word.includes('='))
  return at < 0 ? { names: [...words], settings: [] } : { names: words.slice(0, at), settings: words.slice(at) }
}

const addPort = (
  txn: Transaction,
  bridgeName: string,
  name: string,
  interfaces: readonly string[],
  settings: readonly string[],
  flags: Flags,
): void => {
  const { bridge, tag } = target(txn, bridgeName)
  const existing = findByName(txn.db, 'Port', name)
  if (existing !== undefined && mayExist(flags)) {
    const owner = txn.bridgeOfPort(existing)
    if (owner?.uuid !== bridge.uuid)
      throw vsctlError(
        `"${flags.has('--bond') ? 'add-bond' : 'add-port'} ${bridgeName} ${name}" but ${name} is actually attached to bridge ${owner === undefined ? '' : nameOf(owner)}`,
      )
    for (const setting of settings) txn.assign(existing, setting)
    return
  }
  requireFree(txn, name, 'port')
  for (const iface of interfaces) if (iface !== name) requireFree(txn, iface, 'interface')
  const rows = interfaces.map((iface) => txn.insert('Interface', { name: [iface] }))
  const port = txn.insert('Port', { name: [name], interfaces: rows.map(({ uuid }) => uuid), ...tag })
  attachPort(txn, bridge, port)
  for (const setting of settings) txn.assign(port, setting)
}

const deletePort = (txn: Transaction, words: readonly string[], flags: Flags): void => {
  const name = words.at(-1) ?? ''
  const bridgeName = words.length > 1 ? words[0] : undefined
  const port = flags.has('--with-iface') ? txn.portOfInterface(name) : findByName(txn.db, 'Port', name)
  if (port === undefined) {
    if (ifExists(flags)) return
    throw vsctlError(`no port named ${name}`)
  }
  const bridge = txn.bridgeOfPort(port)
  if (bridgeName !== undefined && bridge !== undefined) {
    const { bridge: wanted } = target(txn, bridgeName)
    if (wanted.uuid !== bridge.uuid)
      throw vsctlError(
        `bridge ${bridgeName} does not have a port ${name} (although its parent bridge ${nameOf(bridge)} does)`,
      )
  }
  if (txn.isLocalPort(port))
    throw vsctlError(
      `cannot delete port ${name} because it is the local port for bridge ${name} (deleting this port requires deleting the entire bridge)`,
    )
  removePort(txn, port)
}

const listPorts = (txn: Transaction, name: string): string[] => {
  const fake = txn.fakeBridge(name)
  const bridge = fake?.parent ?? txn.bridge(name)
  return txn
    .ports(bridge)
    .filter((port) => !txn.isLocalPort(port) && nameOf(port) !== name)
    .filter((port) => fake === null || valueOf(port, 'tag') === fake.vlan)
    .map(nameOf)
    .sort()
}

const setController = (txn: Transaction, [name = '', ...targets]: readonly string[]): void => {
  const bridge = txn.bridge(name)
  for (const uuid of setOf(bridge, 'controller')) txn.db.Controller.delete(String(uuid))
  const rows = targets.map((text) => txn.insert('Controller', { target: [text] }))
  txn.set(bridge, { controller: rows.map(({ uuid }) => uuid) })
}

const setManager = (txn: Transaction, targets: readonly string[]): void => {
  txn.db.Manager.clear()
  const rows = targets.map((text) => txn.insert('Manager', { target: [text] }))
  txn.set(txn.root(), { manager_options: rows.map(({ uuid }) => uuid) })
}

const exists = (txn: Transaction, name: string): boolean =>
  findByName(txn.db, 'Bridge', name) !== undefined || txn.fakeBridge(name) !== null

/** The fake bridge that a port belongs to by its VLAN; null where it is the bridge's own. */
const fakeOwner = (txn: Transaction, bridge: Row, port: Row): string | null => {
  const tag = valueOf(port, 'tag')
  const fake = txn.ports(bridge).find((each) => valueOf(each, 'fake_bridge') === true && valueOf(each, 'tag') === tag)
  return tag === undefined || fake === undefined ? null : nameOf(fake)
}

const ownerOf = (txn: Transaction, port: Row | undefined, what: string): string => {
  const bridge = port === undefined ? undefined : txn.bridgeOfPort(port)
  // Its own port is the bridge to ovs-vsctl, and not one of its ports.
  const isOwn = port !== undefined && (txn.isLocalPort(port) || txn.fakeBridge(nameOf(port)) !== null)
  if (port === undefined || bridge === undefined || isOwn) throw vsctlError(what)
  return fakeOwner(txn, bridge, port) ?? nameOf(bridge)
}

/** Runs one such command; undefined when the word is not one of them. A number is an exit status (br-exists: 2). */
export const bridgeCommand = (
  txn: Transaction,
  command: string,
  words: readonly string[],
  flags: Flags,
): string | number | undefined => {
  const [first = '', second = ''] = words
  switch (command) {
    case 'init':
      return ''
    case 'add-br':
      addBridge(txn, words, flags)
      return ''
    case 'del-br':
      deleteBridge(txn, words, flags)
      return ''
    case 'list-br': {
      const { real, fake } = txn.bridgeNames()
      const names = flags.has('--real') ? real : flags.has('--fake') ? fake : [...real, ...fake].sort()
      return names.join('\n')
    }
    case 'br-exists':
      return exists(txn, first) ? '' : 2
    case 'br-to-vlan':
      return String(txn.fakeBridge(first)?.vlan ?? (txn.bridge(first), 0))
    case 'br-to-parent':
      return nameOf(txn.fakeBridge(first)?.parent ?? txn.bridge(first))
    case 'list-ports':
      return listPorts(txn, first).join('\n')
    case 'list-ifaces':
      return txn
        .ports(txn.bridge(first))
        .filter((port) => !txn.isLocalPort(port))
        .flatMap((port) => txn.interfaces(port).map(nameOf))
        .sort()
        .join('\n')
    case 'add-port': {
      addPort(txn, first, second, [second], words.slice(2), flags)
      return ''
    }
    case 'add-bond': {
      const { names, settings } = splitSettings(words.slice(2))
      if (names.length < 2) throw vsctlError("'add-bond' command requires at least 4 arguments")
      addPort(txn, first, second, names, settings, new Set([...flags, '--bond']))
      return ''
    }
    case 'del-port':
      deletePort(txn, words, flags)
      return ''
    case 'port-to-br':
      return ownerOf(txn, findByName(txn.db, 'Port', first), `no port named ${first}`)
    case 'iface-to-br':
      return ownerOf(txn, txn.portOfInterface(first), `no interface named ${first}`)
    case 'set-controller':
      setController(txn, words)
      return ''
    case 'del-controller':
      setController(txn, [first])
      return ''
    case 'get-controller':
      return setOf(txn.bridge(first), 'controller')
        .map((uuid) => nameOf(txn.record('Controller', String(uuid))))
        .sort()
        .join('\n')
    case 'set-manager':
      setManager(txn, words)
      return ''
    case 'del-manager':
      setManager(txn, [])
      return ''
    case 'get-manager':
      return [...txn.db.Manager.values()].map(nameOf).sort().join('\n')
    case 'set-fail-mode':
      if (second !== 'secure' && second !== 'standalone') throw vsctlError('fail-mode must be "secure" or "standalone"')
      txn.set(txn.bridge(first), { fail_mode: [second] })
      return ''
    case 'del-fail-mode':
      txn.set(txn.bridge(first), { fail_mode: [] })
      return ''
    case 'get-fail-mode':
      return String(valueOf(txn.bridge(first), 'fail_mode') ?? '')
    default:
      return undefined
  }
}
