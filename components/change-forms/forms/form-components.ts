import type { ComponentType } from 'react'
import { AddressForm } from './AddressForm'
import { BondForm } from './BondForm'
import type { FormId } from './table'
import { GuestNicAttachForm, GuestNicDetachForm, GuestNicLinkForm, GuestNicMoveForm } from './GuestNicForms'
import { LinuxBridgeForm } from './LinuxBridgeForm'
import { MacvtapForm } from './MacvtapForm'
import { MirrorForm } from './MirrorForm'
import { NetworkForm } from './NetworkForm'
import { OvsBridgeForm } from './OvsBridgeForm'
import { PortForm } from './PortForm'
import { PortgroupForm } from './PortgroupForm'
import { PortVlanForm } from './PortVlanForm'
import { UplinkMoveForm } from './UplinkMoveForm'
import { VlanLinkForm } from './VlanLinkForm'

/** What each form shows; the drawer has them all, and comes with the first that is opened. */
export const FORM_COMPONENTS: Readonly<Record<FormId, ComponentType>> = {
  ovsBridge: OvsBridgeForm,
  linuxBridge: LinuxBridgeForm,
  bond: BondForm,
  port: PortForm,
  portVlan: PortVlanForm,
  vlanLink: VlanLinkForm,
  mirror: MirrorForm,
  address: AddressForm,
  uplinkMove: UplinkMoveForm,
  macvtap: MacvtapForm,
  network: NetworkForm,
  portgroup: PortgroupForm,
  guestNicAttach: GuestNicAttachForm,
  guestNicMove: GuestNicMoveForm,
  guestNicDetach: GuestNicDetachForm,
  guestNicLink: GuestNicLinkForm,
}
