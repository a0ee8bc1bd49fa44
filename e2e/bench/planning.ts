import type { NetworkState } from '@/lib/core/model/network-state'
import type { IntentInput } from '@/lib/core/intents/intent'
import { parseIntents } from '@/lib/core/intents/intent'
import { NO_XML, planChange } from '@/lib/core/plan/plan-change'
import { largeState } from '@/lib/core/topology/testing/large-host'
import type { Bench, Figure } from './figures'
import { quantiles } from './figures'

const ROUNDS = 60
/** The first ones compile; a console that has planned once has that behind it. */
const WARM_UP = 5
const PLAN_MS = 50
/** Of the time to write the state as JSON and read it again: a measure of the machine that other work slows as much. */
const TIMES_OF_JSON = 10

/** Twenty edits of all kinds; the trunk of the bond disturbs every guest behind it. */
const EDITS: IntentInput[] = [
  { kind: 'ovsBridge.set', name: 'br9' },
  { kind: 'port.set', bridge: 'br9', name: 'span0', type: 'internal' },
  { kind: 'portVlan.set', bridge: 'br0', port: 'bond0', mode: 'native-untagged', tag: 1, trunks: '100-140' },
  ...Array.from({ length: 15 }, (_, n): IntentInput => ({
    kind: 'portVlan.set',
    bridge: 'br0',
    port: `int${n}`,
    mode: 'access',
    tag: 300 + n,
  })),
  { kind: 'vlanLink.set', parent: 'bond0', vlanId: 777 },
  { kind: 'linuxBridge.set', name: 'br777', ports: ['bond0.777'] },
]

export const planning: Bench = {
  id: 'planning',
  what: 'the plan of twenty edits on a host of a thousand objects',
  whyNot: () => null,
  run: () => Promise.resolve([measure()]),
}

function measure(): Figure {
  const state = largeState(200, 30)
  const parsed = parseIntents(EDITS)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const ours: number[] = []
  const json: number[] = []
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const beganAt = performance.now()
    const planned = planChange(state, parsed.intents, { xml: NO_XML })
    const between = performance.now()
    JSON.parse(JSON.stringify(state))
    const endedAt = performance.now()
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    if (round < 0) continue
    ours.push(between - beganAt)
    json.push(endedAt - between)
  }
  return {
    name: planning.what,
    unit: 'ms',
    samples: ROUNDS,
    ours: quantiles(ours),
    instead: { what: 'the same state to JSON and back', quantiles: quantiles(json) },
    budget: { p50: PLAN_MS, ratio: TIMES_OF_JSON },
    notes: [`${objectsIn(state)} objects: links, ports, guests and their NICs`],
  }
}

const objectsIn = ({ links, ovs, guests }: NetworkState): number =>
  links.length +
  (ovs?.bridges ?? []).reduce((sum, { ports }) => sum + ports.length, 0) +
  guests.reduce((sum, { nics }) => sum + 1 + nics.length, 0)
