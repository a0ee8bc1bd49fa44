import type { OvsBridge } from '../model/ovs'
import { bridgeExistence, noParts, partsOf, withBridges } from './in-bridges'
import { replace } from './in-list'
import { BLINK_SECONDS, STP_SECONDS } from './cause'
import { REMOVED_LINK } from './grounds'
import type { ObjectRecord } from './object-record'
import { none } from './object-record'
import { sortedMap } from './ovs-config'

/** The bridge as an object of its own. */
const bridgeHeads = new WeakMap<OvsBridge, OvsBridge>()
function headOf(bridge: OvsBridge): OvsBridge {
  const known = bridgeHeads.get(bridge)
  if (known !== undefined) return known
  const head = { ...bridge, ...noParts() }
  bridgeHeads.set(bridge, head)
  return head
}

export const ovsBridge: ObjectRecord<'ovs-bridge'> = {
  owner: null,
  list: ({ ovs }) => (ovs?.bridges ?? []).map((bridge) => ({ owner: null, name: bridge.name, value: headOf(bridge) })),
  /** With what stands on it left as it is. */
  write: (state, ref, value) => {
    const current = state.ovs?.bridges.find(({ name }) => name === ref.name)
    const parts = current === undefined ? noParts() : partsOf(current)
    return withBridges(state, (bridges) =>
      replace(bridges, ({ name }) => name, ref.name, value === null ? null : { ...value, ...parts }),
    )
  },
  canonicalConfig: (bridge) => ({
    failMode: bridge.failMode,
    controllers: bridge.controllers.map(({ target }) => target).sort(),
    stp: bridge.isStpEnabled,
    rstp: bridge.isRstpEnabled,
    otherConfig: sortedMap(bridge.otherConfig),
  }),
  grounds: ['ovs'],
  groundsOfValue: none,
  groundsOfNames: [],
  groundsOfChange: ({ before, after }) =>
    before === null ? [] : after === null ? REMOVED_LINK : ['guests', 'processes', 'management'],
  groundsOfDrift: [],
  isReadAlone: false,
  definition: null,
  isManageable: () => true,
  guestMac: () => null,
  links: ({ name }) => [name],
  raw: ({ name }) => ({ bridges: [name] }),
  causes: (before, after, name) => {
    const startsStp =
      after !== null && ((after.isStpEnabled && !before.isStpEnabled) || (after.isRstpEnabled && !before.isRstpEnabled))
    if (startsStp) return [{ name, seconds: STP_SECONDS, why: `spanning tree starts on ${name}` }]
    return before.failMode === after?.failMode
      ? []
      : [{ name, seconds: BLINK_SECONDS, why: `the fail mode of ${name} changes` }]
  },
  looseEnds: none,
  existence: bridgeExistence,
  checks: null,
  checksBeforeStoring: null,
  checksOfOurs: none,
  uplinkReason: ({ name, before, after }) =>
    before !== null && (after === null || before.failMode !== after.failMode)
      ? `${name} stops forwarding as it does`
      : null,
  managedLinks: none,
  notStored: () => null,
  asWanted: (found, wanted) => ({
    ...found,
    failMode: wanted.failMode,
    controllers: wanted.controllers,
    isStpEnabled: wanted.isStpEnabled,
    isRstpEnabled: wanted.isRstpEnabled,
    otherConfig: wanted.otherConfig,
  }),
  whyNotMade: () => null,
  fieldWords: { failMode: 'fail mode', stp: 'STP', rstp: 'RSTP', otherConfig: 'other_config' },
}
