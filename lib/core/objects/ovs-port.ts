import type { OvsPort } from '../model/ovs'
import { ofBridges, withBridge } from './in-bridges'
import { replace } from './in-list'
import type { Config, ObjectRecord } from './object-record'
import { sortedMap } from './ovs-config'

export const ovsPort: ObjectRecord<'ovs-port'> = {
  owner: 'ovs-bridge',
  list: (state) => ofBridges(state, ({ ports }) => ports),
  write: (state, ref, value) =>
    withBridge(state, ref.owner, (bridge) => ({
      ...bridge,
      ports: replace(bridge.ports, ({ name }) => name, ref.name, value),
    })),
  canonicalConfig,
}

function canonicalConfig(port: OvsPort): Config {
  const { mode, tag, trunks, customerVlans } = port.vlan
  return {
    mode,
    tag,
    trunks,
    customerVlans,
    ignoredTrunks: port.ignoredTrunks,
    interfaces: port.interfaces.map(({ name }) => name).sort(),
    types: port.interfaces.map(({ name, type, options }) => `${name} ${type} ${sortedMap(options)}`).sort(),
    fakeBridge: port.fakeBridge,
    ...(port.bond !== null && { bondMode: port.bond.mode, lacp: port.bond.lacp }),
    otherConfig: sortedMap(withoutTransient(port.otherConfig)),
  }
}

/** libvirt marks its own ports as gone with the next start of ovs-vswitchd: not an administrator's setting. */
const withoutTransient = (config: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'transient'))
