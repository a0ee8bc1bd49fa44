import { keptAddresses } from '@/lib/core/objects/link-facts'
import { indexHost } from '@/lib/core/state/host-index'
import { compact } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'
import { toList } from './ovs-bridge-form'

export type AddressValues = {
  link: string
  /** Separated by commas or blanks. */
  addresses: string
  gatewayMode: 'keep' | 'set' | 'none'
  gateway: string
}

export const addressModel: FormModel<'address.set', AddressValues> = {
  kinds: FORMS.address.writes,
  fromState: (state, { link: name = '' }) => {
    const link = indexHost(state).link(name)
    return {
      link: name,
      addresses:
        link === undefined
          ? ''
          : keptAddresses(link)
              .map(({ cidr }) => cidr)
              .join(', '),
      gatewayMode: 'keep',
      gateway:
        state.routes.find((route) => route.link === name && route.destination === 'default' && route.table === 'main')
          ?.gateway ?? '',
    }
  },
  fromIntent: ({ link, addresses, gateway }) => ({
    link,
    addresses: addresses.join(', '),
    gatewayMode: gateway === undefined ? 'keep' : gateway === null ? 'none' : 'set',
    gateway: gateway ?? '',
  }),
  toIntent: ({ link, addresses, gatewayMode, gateway }) =>
    compact({
      kind: 'address.set' as const,
      link,
      addresses: toList(addresses),
      gateway: gatewayMode === 'keep' ? undefined : gatewayMode === 'none' ? null : gateway.trim(),
    }),
  fields: { link: 'link', addresses: 'addresses', gateway: 'gateway' },
}
