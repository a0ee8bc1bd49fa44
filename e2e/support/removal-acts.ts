import type { Page } from '@playwright/test'
import type { RemoveIntent } from '@/components/change-forms/forms/table'
import { fromNode, fromRow } from './form-acts'
import type { Of } from './form-acts'

/** Where a user takes each kind of object away: in the picture where it is a box, else in its table. */
export const REMOVALS: { readonly [K in RemoveIntent['kind']]: (page: Page, intent: Of<K>) => Promise<void> } = {
  'ovsBridge.remove': (page, { name }) => fromNode(page, `(OVS|fake) bridge ${name}`, /^Remove (fake )?bridge…$/),
  'linuxBridge.remove': (page, { name }) => fromNode(page, `bridge ${name}`, 'Remove bridge…'),
  'bond.remove': (page, { name }) => fromRow(page, 'Bonds', name, 'Remove bond…'),
  'port.remove': (page, { name }) => fromRow(page, 'Switches', name, 'Remove port…', 'Ports'),
  'vlanLink.remove': (page, { name }) => fromNode(page, `VLAN link ${name}`, 'Remove VLAN link…'),
  'mirror.remove': (page, { name }) => fromRow(page, 'Switches', name, 'Remove mirror…', 'Mirrors'),
  'macvtap.remove': (page, { name }) => fromNode(page, `macvtap ${name}`, 'Remove macvtap…'),
  'macvlan.remove': (page, { name }) => fromRow(page, 'macvtap', name, 'Remove macvlan…'),
  'network.remove': (page, { name }) => fromRow(page, 'Networks', name, 'Remove network…', 'Networks'),
  'portgroup.remove': (page, { name }) => fromRow(page, 'Networks', name, 'Remove portgroup…', 'Portgroups'),
}
