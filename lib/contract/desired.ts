import { z } from 'zod'
import { ObjectRef } from '../core/objects/object-ref'
import { ChangeId } from './changes'

/** Objects are named by their reference; `key` is its text, core's refKey. */
export const DesiredObjectDto = z.object({
  key: z.string(),
  ref: ObjectRef,
  /** "OVS port vnet4 of br-ovs" */
  description: z.string(),
  /** 1, 2, 3 … : grows whenever we want something else of it. */
  revision: z.int(),
  /** False: it is to be absent. */
  isWanted: z.boolean(),
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
  /** The change that made this revision; null where it was adopted or accepted as found. */
  changeId: ChangeId.nullable(),
})
export type DesiredObjectDto = z.infer<typeof DesiredObjectDto>
export const DesiredResponse = z.object({ objects: z.array(DesiredObjectDto) })
export type DesiredResponse = z.infer<typeof DesiredResponse>

export const DriftDto = z.object({
  key: z.string(),
  ref: ObjectRef,
  description: z.string(),
  /** "tag 20 wanted, 30 found" */
  reasons: z.array(z.string()),
  /** When the console first read it so. */
  since: z.iso.datetime().nullable(),
})
export type DriftDto = z.infer<typeof DriftDto>
export const DriftResponse = z.object({ drift: z.array(DriftDto), readAt: z.iso.datetime() })
export type DriftResponse = z.infer<typeof DriftResponse>

/** Body of adopt, release, accept and push. Push answers 201 with a planned Change, the others with the desired objects. */
export const ObjectsRequest = z.object({ objects: z.array(ObjectRef).min(1, 'name at least one object').max(500) })
export type ObjectsRequest = z.infer<typeof ObjectsRequest>
