import { SimHost } from '../sim-host'
import type { SimHostOptions } from '../sim-host'
import { commands, guest, management, nic, ovsNic } from './build'

/** Small, quiet hosts for runs with many: one NIC, one OVS bridge, one guest. "idle-1" to "idle-N". */
export const idleHosts = (count: number, options: Partial<SimHostOptions> = {}): SimHost[] =>
  Array.from({ length: count }, (_, at) => {
    const host = new SimHost({ ...options, name: `idle-${at + 1}` })
    const { machine } = host
    management(machine, `192.0.2.${(at % 200) + 20}`)
    nic(machine, 'eth1', { far: { switch: 'tor-a', port: `Ethernet${at + 100}` } })
    commands(
      machine,
      `ovs-vsctl add-br br0 -- add-port br0 eth1
       ip link set br0 up`,
    )
    guest(machine, { name: `vm-${at + 1}`, nics: [ovsNic('br0', `<vlan><tag id='125'/></vlan>`)] })
    return host
  })

export type BigPlan = { name?: string; bridges?: number; guests?: number }

/** One host with thousands of objects: guests spread over OVS bridges behind one uplink, each guest with one tap and port. */
export const bigHost = (
  { name = 'big', bridges = 40, guests = 480 }: BigPlan = {},
  options: Partial<SimHostOptions> = {},
): SimHost => {
  const host = new SimHost({ ...options, name })
  const { machine } = host
  management(machine, '192.0.2.19')
  nic(machine, 'eth1', { far: { switch: 'tor-a', port: 'Ethernet1', vlans: [[125, 'servers']] } })
  const chain = Array.from({ length: bridges }, (_, at) => [
    ...['--', 'add-br', `br${at}`],
    ...(at === 0
      ? ['--', 'add-port', 'br0', 'eth1']
      : [
          '--',
          'add-port',
          'br0',
          `p0-${at}`,
          '--',
          'set',
          'Interface',
          `p0-${at}`,
          'type=patch',
          `options:peer=p${at}-0`,
          '--',
          'add-port',
          `br${at}`,
          `p${at}-0`,
          '--',
          'set',
          'Interface',
          `p${at}-0`,
          'type=patch',
          `options:peer=p0-${at}`,
        ]),
  ]).flat()
  machine.run(['ovs-vsctl', ...chain])
  for (let at = 0; at < guests; at += 1) {
    const vlan = `<vlan><tag id='${100 + (at % 400)}'/></vlan>`
    guest(machine, { name: `vm${String(at).padStart(4, '0')}`, nics: [ovsNic(`br${at % bridges}`, vlan)] })
  }
  return host
}
