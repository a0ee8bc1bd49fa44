import type { SimLink, SimNeighbour, SimState } from '../machine/state'
import { hasCarrier } from '../kernel/link-state'

type Json = Record<string, unknown>

const value = (text: string): Json[] => [{ value: text }]

const neighbourJson = (link: SimLink, far: SimNeighbour, rid: number): Json => ({
  name: link.name,
  via: 'LLDP',
  rid: String(rid),
  age: '3 days, 04:11:52',
  chassis: [
    {
      id: [{ type: 'mac', value: far.chassisMac }],
      name: value(far.chassisName),
      descr: value(far.chassisDescription),
      'mgmt-ip': value(far.managementAddress),
      capability: [
        { type: 'Bridge', enabled: true },
        { type: 'Router', enabled: false },
      ],
    },
  ],
  port: [
    {
      id: [{ type: 'ifname', value: far.portName }],
      descr: value(far.portDescription),
      ttl: value('120'),
      mfs: value(String(far.maxFrameBytes)),
    },
  ],
  vlan: [
    ...(far.vlans.some(({ id }) => id === far.pvid)
      ? []
      : [{ 'vlan-id': String(far.pvid), pvid: true, value: `vlan-${far.pvid}` }]),
    ...far.vlans.map(({ id, name }) => ({ 'vlan-id': String(id), pvid: id === far.pvid, value: name })),
  ],
})

/** `lldpcli -f json0 show neighbors details`: lldpd 1.0.16, NICs with a cable and a switch at its end. */
export const renderLldp = (state: SimState): string => {
  const rids = new Map<string, number>()
  const interfaces = [...state.links.values()].flatMap((link) => {
    const far = link.detail.kind === 'nic' ? link.detail.neighbour : null
    if (far === null || !hasCarrier(state, link)) return []
    const rid = rids.get(far.chassisMac) ?? rids.size + 1
    rids.set(far.chassisMac, rid)
    return [neighbourJson(link, far, rid)]
  })
  return `${JSON.stringify({ lldp: [interfaces.length === 0 ? {} : { interface: interfaces }] }, null, 2)}\n`
}
