import { guestNic } from './guest-nic'
import { link } from './link'
import { network } from './network'
import type { ObjectKind } from './object-ref'
import type { ObjectRecord } from './object-record'
import { ovsBridge } from './ovs-bridge'
import { ovsFakeBridge } from './ovs-fake-bridge'
import { ovsMirror } from './ovs-mirror'
import { ovsPort } from './ovs-port'
import { route } from './route'

export type ObjectTable = { [K in ObjectKind]: ObjectRecord<K> }

/** What there is to know of each kind of object, in the order in which a state's objects are listed. */
export const OBJECTS: ObjectTable = {
  link,
  route,
  'ovs-bridge': ovsBridge,
  'ovs-fake-bridge': ovsFakeBridge,
  'ovs-port': ovsPort,
  'ovs-mirror': ovsMirror,
  network,
  'guest-nic': guestNic,
}

export const OBJECT_KINDS = Object.keys(OBJECTS) as ObjectKind[]
