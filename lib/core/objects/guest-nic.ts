import type { GuestNic, GuestNicConfig } from '../model/libvirt'
import type { NetworkState } from '../model/network-state'
import { byText } from '../observe/in-order'
import { networkNameOf, portgroupNameOf } from '../observe/guest-nic-vlan'
import { macOfKey, nicKeys, nicRef } from '../observe/nic-key'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { vlanKey } from '../vlan/same'
import type { Check } from './check'
import { has, hasNot, presence } from './check'
import { replaceAt } from './in-list'
import { bridgeNames } from './in-bridges'
import type { ChangeOf, ObjectRef } from './object-ref'
import type { Config, DanglingReference, ObjectRecord } from './object-record'
import { none } from './object-record'

/**
 * The list of NICs knows them by their MAC alone. A team's two have the same one: of those the definition tells, which quotes as
 * libvirt does. Of a NIC whose mark cannot be told from here nothing is asked.
 */
function existence(nic: ObjectRef | ChangeOf<'guest-nic'>, isWanted: boolean): Check[] {
  const { owner } = nic
  if (owner === null) return []
  const expect = isWanted ? has : hasNot
  const values = 'before' in nic ? [nic.before, nic.after] : []
  const config = values.flatMap((value) => [value?.running, value?.stored]).find((each) => each != null)
  const team = config?.teaming ?? null
  if (team !== null) {
    const alias = (team.role === 'transient' ? team.persistent : config?.alias) ?? ''
    const mark =
      team.role === 'transient' ? `<teaming type='transient' persistent='${alias}'/>` : `<alias name='${alias}'/>`
    return /^ua-[\w.-]+$/.test(alias) ? [presence(nic, isWanted, ['virsh', 'dumpxml', owner], expect(mark))] : []
  }
  return macOfKey(nic.name) === nic.name
    ? [presence(nic, isWanted, ['virsh', 'domiflist', owner], expect(nic.name))]
    : []
}

export const guestNic: ObjectRecord<'guest-nic'> = {
  owner: 'guest',
  list: ({ guests }) =>
    guests.flatMap(({ uuid, nics }) => {
      const keys = nicKeys(nics)
      return nics.map((value, at) => ({ owner: uuid, name: keys[at] ?? value.name, value }))
    }),
  write: (state, ref, value) => ({
    ...state,
    guests: state.guests.map((guest) =>
      guest.uuid === ref.owner
        ? { ...guest, nics: replaceAt(guest.nics, nicKeys(guest.nics).indexOf(ref.name), value, nicOrder) }
        : guest,
    ),
  }),
  canonicalConfig: ({ running, stored }) => ({
    ...prefixed('running', running === null ? null : nicConfig(running)),
    ...prefixed('stored', stored === null ? null : nicConfig(stored)),
  }),
  grounds: ['guests'],
  groundsOfValue: none,
  groundsOfNames: ['links', 'ovs', 'networks'],
  // A running NIC's tap is among the links and, plugged into Open vSwitch, a port.
  groundsOfChange: ({ before, after }) =>
    before?.running != null && after?.running == null ? ['networks', 'links', 'ovs'] : ['networks'],
  /** What its network and its port carry counts as its own state. */
  groundsOfDrift: ['networks', 'ovs'],
  isReadAlone: true,
  definition: ({ owner }) => ({ kind: 'guest', owner: owner ?? '' }),
  isManageable: () => true,
  guestMac: () => null,
  links: ({ before, after }) => [before, after].flatMap((nic) => nic?.running?.target ?? []),
  raw: ({ owner }) => ({ guests: owner === null ? [] : [owner] }),
  causes: none,
  looseEnds,
  existence,
  checks: (change, side) => {
    // Live NICs only: what is stored is written after the confirmation.
    if (change.before?.running == null && change.after?.running == null) return []
    return existence(change, change[side]?.running != null)
  },
  checksBeforeStoring: null,
  checksOfOurs: none,
  uplinkReason: null,
  managedLinks: none,
  notStored: () => null,
  asWanted: (_, wanted) => wanted,
  whyNotMade: () => null,
  fieldWords: { virtualPort: 'virtualport' },
}

const nicOrder = byText(({ name }: GuestNic) => name.replace(/\d+$/, (number) => number.padStart(6, '0')))

const prefixed = (name: string, config: Config | null): Config =>
  config === null
    ? { [name]: 'none' }
    : Object.fromEntries(Object.entries(config).map(([key, value]) => [`${name}.${key}`, value]))

/** The text is the whole NIC's, whose link, driver and the like are no part of where it is plugged. */
const SOURCE = /<source\b[^>]*>/

/** A NIC by what was asked for: a network's NIC by network and portgroup, whatever libvirt filled in. */
export function nicConfig(nic: GuestNicConfig): Config {
  const { source } = nic
  const network = networkNameOf(nic)
  return {
    mac: nic.mac,
    model: nic.model,
    link: nic.linkState,
    source:
      network !== null
        ? `network ${network}, portgroup ${portgroupNameOf(nic) ?? 'none'}`
        : source.type === 'bridge'
          ? `bridge ${source.bridge}`
          : source.type === 'direct'
            ? `macvtap on ${source.dev}, ${source.mode}`
            : source.type === 'hostdev'
              ? `host device ${source.address ?? ''}`
              : source.type === 'other'
                ? `${source.libvirtType} ${SOURCE.exec(source.text)?.[0] ?? ''}`
                : JSON.stringify(source),
    ...(source.type === 'bridge' && { vlan: vlanKey(vlanOfLibvirt(nic.vlan)), virtualPort: nic.virtualPort }),
  }
}

function looseEnds(state: NetworkState): DanglingReference[] {
  const bridges = bridgeNames(state)
  const names = new Set(state.links.map(({ name }) => name))
  const byName = new Map((state.libvirt?.networks ?? []).map((network) => [network.name, network]))
  const missing = (config: GuestNicConfig): { what: string; is: string } | null => {
    const { source } = config
    if (source.type === 'bridge') return bridges.has(source.bridge) ? null : { what: source.bridge, is: 'bridge' }
    if (source.type === 'direct' && source.network === null)
      return names.has(source.dev) ? null : { what: source.dev, is: 'link' }
    const named = networkNameOf(config)
    if (named === null) return null
    const network = byName.get(named)
    if (network === undefined) return { what: named, is: 'network' }
    const portgroup = portgroupNameOf(config)
    return portgroup === null || network.portgroups.some(({ name }) => name === portgroup)
      ? null
      : { what: `${portgroup} of network ${named}`, is: 'portgroup' }
  }
  return state.guests.flatMap((guest) =>
    guest.nics.flatMap((nic): DanglingReference[] =>
      [nic.running, nic.stored].flatMap((config) => {
        const lack = config === null ? null : missing(config)
        if (config === null || lack === null) return []
        const scope = config === nic.running ? 'runs' : 'is stored'
        return [
          {
            ref: nicRef(guest, nic),
            what: `${scope} ${lack.is} ${lack.what}`,
            ...(config !== nic.running && {
              isStored: lack.is === 'network' ? ('network' as const) : ('other' as const),
            }),
            message: `${nic.name} of guest ${guest.name} ${scope} on ${lack.is} ${lack.what}, which would not be there`,
          },
        ]
      }),
    ),
  )
}
