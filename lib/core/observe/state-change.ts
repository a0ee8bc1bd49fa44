import { z } from 'zod'

/**
 * How to make one JSON value of another. `set`: it is this now. `keys`: some members of an object changed. A list: `drop` what
 * stood at these places before, `put` these values at their new places, then change (`edit`) what stayed, by its new place. Lists need no
 * keys that way, and a name from a host is never the name of a property.
 */
export type StateChange =
  | { set: unknown }
  | { keys: [string, StateChange][] }
  | { drop: number[]; put: [number, unknown][]; edit: [number, StateChange][] }

const Place = z.int().min(0)

export const StateChange: z.ZodType<StateChange> = z.lazy(() =>
  z.union([
    z.strictObject({ keys: z.array(z.tuple([z.string(), StateChange])) }),
    z.strictObject({
      drop: z.array(Place),
      put: z.array(z.tuple([Place, z.unknown()])),
      edit: z.array(z.tuple([Place, StateChange])),
    }),
    z.strictObject({ set: z.unknown() }),
  ]),
)
