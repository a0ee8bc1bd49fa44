import type { Draft } from './draft'
import type { IntentOf } from '../intents/intent'

export function setMirror(draft: Draft, intent: IntentOf<'mirror.set'>): void {
  const { bridge: bridgeName, name, sourcePorts, destinationPorts, outputPort } = intent
  const bridge = draft.ovsBridge(bridgeName)
  if (bridge === undefined)
    return draft.refuse(
      'bridge',
      'unknown_bridge',
      `${bridgeName} is ${draft.whatIs(bridgeName) ?? 'not on this host'}: mirrors are made on OVS bridges`,
    )
  const ports = new Set(bridge.ports.map((port) => port.name))
  const fields: [string, readonly string[]][] = [
    ['sourcePorts', sourcePorts],
    ['destinationPorts', destinationPorts],
    ['outputPort', outputPort === undefined ? [] : [outputPort]],
  ]
  for (const [field, names] of fields) {
    const missing = names.find((port) => !ports.has(port))
    if (missing !== undefined)
      return draft.refuse(field, 'unknown_port', `${bridgeName} has no port ${missing}: name one that it has`)
  }
  if (outputPort !== undefined && [...sourcePorts, ...destinationPorts].includes(outputPort))
    return draft.refuse(
      'outputPort',
      'conflict',
      `${outputPort} is mirrored and is the output too: choose another output`,
    )
  // Records are found by name, and names of mirrors need not differ between bridges.
  const elsewhere = (draft.state.ovs?.bridges ?? []).find(
    (other) => other.name !== bridgeName && other.mirrors.some((mirror) => mirror.name === name),
  )
  if (elsewhere !== undefined)
    return draft.refuse('name', 'name_taken', `${elsewhere.name} has a mirror ${name} already: choose another name`)
  if (outputPort !== undefined)
    draft.warn(`${outputPort} carries mirrored frames only: what it received before is no longer forwarded`)
  draft.write({
    kind: 'ovs-mirror',
    owner: bridgeName,
    name,
    before: null,
    after: {
      name,
      bridge: bridgeName,
      selectsAll: intent.selectAll,
      sourcePorts: [...sourcePorts].sort(),
      destinationPorts: [...destinationPorts].sort(),
      selectVlans: intent.vlans,
      outputPort: outputPort ?? null,
      outputVlan: intent.outputVlan ?? null,
    },
  })
}

export function removeMirror(draft: Draft, { bridge, name }: IntentOf<'mirror.remove'>): void {
  if (draft.ovsBridge(bridge)?.mirrors.some((mirror) => mirror.name === name) !== true)
    return draft.refuse('name', 'unknown_mirror', `${bridge} has no mirror ${name}: name one that it has`)
  draft.write({ kind: 'ovs-mirror', owner: bridge, name, before: null, after: null })
}
