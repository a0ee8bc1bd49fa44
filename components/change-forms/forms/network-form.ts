import type { IntentInputOf } from '@/lib/core/intents/intent'
import { compact, optional } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'
import { indexHost } from '@/lib/core/state/host-index'

type NetworkIntent = IntentInputOf<'network.set'>
type Forward = NonNullable<NetworkIntent['forward']>

export type NetworkValues = {
  name: string
  forward: Forward
  /** Forward mode bridge: over an existing bridge, or macvtaps on a link. */
  over: 'bridge' | 'dev'
  bridge: string
  dev: string
  address: string
  autostart: boolean
  active: boolean
}

export const FORWARD_MODES = {
  bridge: 'guests are plugged into a bridge that is there, or on a link by macvtap',
  none: 'isolated: guests and the host, nobody else',
  nat: "guests reach out behind the host's address",
  route: 'guests reach out by routing; others need a route back',
  open: 'as route, and libvirt touches no firewall',
  private: 'macvtaps on a link; guests never reach each other',
  vepa: 'macvtaps on a link; every frame goes to the switch, which must reflect (hairpin)',
  passthrough: 'one guest alone on a link',
} as const satisfies Record<Forward, string>

const networkDefaults: NetworkValues = {
  name: '',
  forward: 'bridge',
  over: 'bridge',
  bridge: '',
  dev: '',
  address: '',
  autostart: true,
  active: true,
}

export const usesBridge = ({ forward, over }: NetworkValues): boolean => forward === 'bridge' && over === 'bridge'
export const usesDev = ({ forward, over }: NetworkValues): boolean =>
  (forward === 'bridge' && over === 'dev') || forward === 'private' || forward === 'vepa' || forward === 'passthrough'
export const usesAddress = ({ forward }: NetworkValues): boolean =>
  forward === 'nat' || forward === 'route' || forward === 'open' || forward === 'none'

const isForward = (mode: string): mode is Forward => Object.hasOwn(FORWARD_MODES, mode)

export const networkModel: FormModel<'network.set', NetworkValues> = {
  kinds: FORMS.network.writes,
  fromState: (state, { name = '', bridge = '', link = '' }) => {
    const network = indexHost(state).network(name)
    if (network === undefined || !isForward(network.forwardMode))
      return { ...networkDefaults, name, bridge, dev: link, over: link === '' ? 'bridge' : 'dev' }
    return {
      name,
      forward: network.forwardMode,
      over: network.forwardMode === 'bridge' && network.bridge === null ? 'dev' : 'bridge',
      bridge: network.bridge ?? '',
      dev: network.forwardDevices[0] ?? '',
      address: network.addresses[0]?.cidr ?? '',
      autostart: network.isAutostart,
      active: network.isActive,
    }
  },
  fromIntent: ({ name, forward = 'bridge', bridge = '', dev = '', address, autostart = true, active = true }) => ({
    name,
    forward,
    over: forward === 'bridge' && dev !== '' ? 'dev' : 'bridge',
    bridge,
    dev,
    address: address ?? '',
    autostart,
    active,
  }),
  toIntent: (values) =>
    compact({
      kind: 'network.set' as const,
      name: values.name.trim(),
      forward: values.forward,
      bridge: usesBridge(values) ? optional(values.bridge) : undefined,
      dev: usesDev(values) ? optional(values.dev) : undefined,
      address: usesAddress(values) ? (optional(values.address) ?? null) : undefined,
      autostart: values.autostart,
      active: values.active,
    }),
  fields: {
    name: 'name',
    forward: 'forward',
    bridge: 'bridge',
    dev: 'dev',
    virtualport: 'bridge',
    address: 'address',
    autostart: 'autostart',
    active: 'active',
  },
}
