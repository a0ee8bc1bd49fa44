import type { NetworkState } from '@/lib/core/model/network-state'
import { whyAbsent } from '@/lib/core/observe/why-absent'
import { formView } from './form-request'
import { action } from './object-actions'
import type { ObjectAction } from './object-actions'

/** What can be made anew on a host, by where it is listed. */
export type CreateGroup =
  'switches' | 'ports' | 'mirrors' | 'addresses' | 'bonds' | 'networks' | 'portgroups' | 'guests' | 'macvtaps'

export function createActions(state: NetworkState, group: CreateGroup): ObjectAction[] {
  const noOvs = whyAbsent(state, 'ovs')
  const noLibvirt = whyAbsent(state, 'networks')
  switch (group) {
    case 'switches':
      return [
        action('new-ovs-bridge', 'Create OVS bridge', formView('ovsBridge'), { icon: 'switch', reason: noOvs }),
        action('new-linux-bridge', 'Create Linux bridge', formView('linuxBridge'), { icon: 'bridge' }),
      ]
    case 'ports':
      return [
        action('new-port', 'Create port', formView('port')),
        action('set-vlans', 'Set VLANs of a port', formView('portVlan'), { icon: 'tag' }),
      ]
    case 'mirrors':
      return [action('new-mirror', 'Create mirror', formView('mirror'), { reason: noOvs })]
    case 'addresses':
      return [action('set-addresses', 'Set addresses of a link', formView('address'))]
    case 'bonds':
      return [action('new-bond', 'Create bond', formView('bond'), { icon: 'bond' })]
    case 'networks':
      return [action('new-network', 'Create network', formView('network'), { icon: 'network', reason: noLibvirt })]
    case 'portgroups':
      return [action('new-portgroup', 'Create portgroup', formView('portgroup'), { icon: 'tag', reason: noLibvirt })]
    case 'guests':
      return [
        action('new-guest-nic', 'Attach guest NIC', formView('guestNicAttach'), {
          icon: 'guest',
          reason: noLibvirt ?? whyAbsent(state, 'guests'),
        }),
      ]
    case 'macvtaps':
      return [
        action('new-macvtap', 'Create macvtap', formView('macvtap', { kind: 'macvtap' }), { icon: 'macvtap' }),
        action('new-macvlan', 'Create macvlan', formView('macvtap', { kind: 'macvlan' })),
        action('new-vlan-link', 'Create VLAN link', formView('vlanLink')),
      ]
  }
}

const EVERYTHING: readonly CreateGroup[] = [
  'switches',
  'bonds',
  'ports',
  'mirrors',
  'macvtaps',
  'addresses',
  'networks',
  'portgroups',
  'guests',
]

export const everyCreateAction = (state: NetworkState): ObjectAction[] =>
  EVERYTHING.flatMap((group) => createActions(state, group))
