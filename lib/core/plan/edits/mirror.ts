import type { OvsPort } from '../../model/ovs'
import { reachOf } from '../../state/workloads'
import type { EditsOf } from './edit-record'
import type { WorkingState } from '../working-state'
import type { IntentOf } from '../../intents/intent'

function setMirror(working: WorkingState, intent: IntentOf<'mirror.set'>): void {
  const { bridge: bridgeName, name, sourcePorts, destinationPorts, outputPort } = intent
  const bridge = working.ovsBridge(bridgeName)
  if (bridge === undefined)
    return working.refuse(
      'bridge',
      'unknown_bridge',
      `${bridgeName} is ${working.whatIs(bridgeName) ?? 'not on this host'}: mirrors are made on OVS bridges`,
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
      return working.refuse(field, 'unknown_port', `${bridgeName} has no port ${missing}: name one that it has`)
  }
  if (outputPort !== undefined && [...sourcePorts, ...destinationPorts].includes(outputPort))
    return working.refuse(
      'outputPort',
      'conflict',
      `${outputPort} is mirrored and is the output too: choose another output`,
    )
  // Records are found by name, and names of mirrors need not differ between bridges.
  const elsewhere = (working.state.ovs?.bridges ?? []).find(
    (other) => other.name !== bridgeName && other.mirrors.some((mirror) => mirror.name === name),
  )
  if (elsewhere !== undefined)
    return working.refuse('name', 'name_taken', `${elsewhere.name} has a mirror ${name} already: choose another name`)
  const output = bridge.ports.find((port) => port.name === outputPort)
  const isNewOutput = bridge.mirrors.find((mirror) => mirror.name === name)?.outputPort !== outputPort
  if (output !== undefined && isNewOutput && !isFree(working, output)) return
  if (outputPort !== undefined)
    working.warn(`${outputPort} carries mirrored frames only: what it received before is no longer forwarded`)
  working.write({
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

/** No other frames pass a mirror's output: our own way must not lead there, and who hangs on it is told. */
function isFree(working: WorkingState, { name, interfaces }: OvsPort): boolean {
  if ([name, ...interfaces.map((each) => each.name)].some((link) => working.isManagement(link))) {
    working.refuse(
      'outputPort',
      'management_link',
      `${name} is on the way of our own connection, and no frames but copies would pass it: choose another output`,
    )
    return false
  }
  const reach = reachOf(working.state)
  const behind = reach.dependsOn(name)
  const cut = reach.workloads.filter(({ link }) => behind.has(link)).map(({ name, nic }) => `${nic} of ${name}`)
  if (cut.length > 0) working.warn(`${name} as an output of copies cuts off ${[...new Set(cut)].sort().join(', ')}`)
  return true
}

function removeMirror(working: WorkingState, { bridge, name }: IntentOf<'mirror.remove'>): void {
  if (working.ovsBridge(bridge)?.mirrors.some((mirror) => mirror.name === name) !== true)
    return working.refuse('name', 'unknown_mirror', `${bridge} has no mirror ${name}: name one that it has`)
  working.write({ kind: 'ovs-mirror', owner: bridge, name, before: null, after: null })
}

export const mirrorEdits: EditsOf<'mirror.set' | 'mirror.remove'> = {
  'mirror.set': { needs: ['ovs'], apply: setMirror },
  'mirror.remove': { needs: ['ovs'], apply: removeMirror },
}
