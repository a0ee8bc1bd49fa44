import { formatVlanRanges } from '@/lib/core/vlan/ranges'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { PortVlan, VlanMode } from '@/lib/core/model/vlan'
import { vlanOfTable } from '@/lib/core/vlan/bridge-port'
import { askedVlan, isTrunking } from '@/lib/core/vlan/make'
import type { IntentInputOf } from '@/lib/core/intents/intent'
import { indexHost } from '@/lib/core/state/host-index'
import { compact, optional, toNumber, typedVlan, typedVlans } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'

export type PortVlanValues = {
  bridge: string
  port: string
  mode: VlanMode
  tag: string
  /** Every VLAN; the list is kept meanwhile. */
  carriesAll: boolean
  trunks: string
  customerVlans: string
}

export const portVlanModel: FormModel<'portVlan.set', PortVlanValues> = {
  kinds: FORMS.portVlan.writes,
  fromState: (state, { bridge = '', port = '' }) => ({ bridge, port, ...toFields(portVlanIn(state, bridge, port)) }),
  fromIntent: ({ bridge, port, mode, tag, trunks, customerVlans }) => ({
    bridge,
    port,
    mode,
    tag: tag === undefined ? '' : String(tag),
    carriesAll: trunks === 'all',
    trunks: trunks === 'all' ? '' : listText(trunks),
    customerVlans: listText(customerVlans),
  }),
  toIntent,
  fields: {
    bridge: 'bridge',
    port: 'port',
    mode: 'mode',
    tag: 'tag',
    trunks: 'trunks',
    customerVlans: 'customerVlans',
  },
}

function toIntent(values: PortVlanValues): IntentInputOf<'portVlan.set'> {
  const { bridge, port, mode } = values
  const tag = optional(values.tag)
  return compact({
    kind: 'portVlan.set' as const,
    bridge,
    port,
    mode,
    tag: mode === 'trunk' || tag === undefined ? undefined : toNumber(tag),
    trunks: !isTrunking(mode) ? undefined : values.carriesAll ? 'all' : values.trunks,
    customerVlans: mode === 'dot1q-tunnel' ? values.customerVlans : undefined,
  })
}

const listText = (list: string | number[] | undefined): string =>
  typeof list === 'string' ? list : formatVlanRanges(list ?? [])

/** What the port does with tags now: of an OVS bridge, of a filtering Linux bridge, or of such a bridge itself. */
function portVlanIn(state: NetworkState, bridge: string, port: string): PortVlan | null {
  const ovs = indexHost(state).ovsPort(port)?.port
  if (ovs !== undefined) return ovs.vlan
  const link = indexHost(state).link(port)
  if (port === bridge && link?.bridge != null) return vlanOfTable(link.bridge.vlans, link.bridge.defaultPvid)
  return link?.bridgePort?.vlan ?? null
}

function toFields(vlan: PortVlan | null): Omit<PortVlanValues, 'bridge' | 'port'> {
  const { mode = 'access', tag = null, trunks = [], carriesAll = false, customerVlans = [] } = vlan ?? {}
  return {
    mode,
    tag: tag === null || tag === 0 ? '' : String(tag),
    carriesAll,
    trunks: formatVlanRanges(trunks),
    customerVlans: formatVlanRanges(customerVlans),
  }
}

/** The fields as a port's VLANs, for saying what they do; what cannot be read yet is left out. */
export function typedPortVlan({ mode, tag, carriesAll, trunks, customerVlans }: PortVlanValues): PortVlan {
  return askedVlan({
    mode,
    tag: typedVlan(tag),
    trunks: carriesAll ? 'all' : typedVlans(trunks),
    customerVlans: typedVlans(customerVlans),
  })
}
