import type { Page } from '@playwright/test'
import type { RemoveIntent } from '@/components/change-forms/forms'
import { fromNode, fromRow } from './form-acts'

/** Where a user takes each kind of object away: in the picture where it is a box, else in its table. */
export function fillRemoval(page: Page, intent: RemoveIntent): Promise<void> {
  const { kind, name } = intent
  switch (kind) {
    case 'ovsBridge.remove':
      return fromNode(page, `(OVS|fake) bridge ${name}`, /^Remove (fake )?bridge…$/)
    case 'linuxBridge.remove':
      return fromNode(page, `bridge ${name}`, 'Remove bridge…')
    case 'bond.remove':
      return fromRow(page, 'Bonds', name, 'Remove bond…')
    case 'port.remove':
      return fromRow(page, 'Switches', name, 'Remove port…', 'Ports')
    case 'vlanLink.remove':
      return fromNode(page, `VLAN link ${name}`, 'Remove VLAN link…')
    case 'mirror.remove':
      return fromRow(page, 'Switches', name, 'Remove mirror…', 'Mirrors')
    case 'macvtap.remove':
      return fromNode(page, `macvtap ${name}`, 'Remove macvtap…')
    case 'macvlan.remove':
      return fromRow(page, 'macvtap', name, 'Remove macvlan…')
    case 'network.remove':
      return fromRow(page, 'Networks', name, 'Remove network…', 'Networks')
    case 'portgroup.remove':
      return fromRow(page, 'Networks', name, 'Remove portgroup…', 'Portgroups')
  }
}
