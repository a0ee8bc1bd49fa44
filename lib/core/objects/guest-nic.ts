import type { GuestNic, GuestNicConfig } from '../model/libvirt'
import { byText } from '../observe/in-order'
import { nicKeys } from '../observe/nic-key'
import { vlanOfLibvirt } from '../vlan/libvirt'
import { vlanKey } from '../vlan/same'
import { replaceAt } from './in-list'
import type { Config, ObjectRecord } from './object-record'

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
  return {
    mac: nic.mac,
    model: nic.model,
    link: nic.linkState,
    source:
      source.type === 'network'
        ? `network ${source.network}, portgroup ${source.portgroup ?? 'none'}`
        : source.type === 'bridge'
          ? `bridge ${source.bridge}`
          : source.type === 'direct'
            ? source.network === null
              ? `macvtap on ${source.dev}, ${source.mode}`
              : `network ${source.network}`
            : source.type === 'other'
              ? `${source.libvirtType} ${SOURCE.exec(source.text)?.[0] ?? ''}`
              : JSON.stringify(source),
    ...(source.type === 'bridge' && { vlan: vlanKey(vlanOfLibvirt(nic.vlan)), virtualPort: nic.virtualPort }),
  }
}
