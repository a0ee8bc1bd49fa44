/* Bridges in fail mode secure, which forward nothing by themselves. */
import type { NetworkState } from '../../model/network-state'
import type { OvsBridge } from '../../model/ovs'
import type { WorkingState } from '../working-state'
import type { PlanIssue } from '../../intents/intent'
import { managementPathIn } from './management-risk'

type Silence = { isKnown: boolean; why: string }

/** Why a bridge forwards nothing, as far as we know its flows; null where it forwards. A controller that nobody has tried may answer. */
export function silenceOf({ name, failMode, controllers }: OvsBridge): Silence | null {
  if (failMode !== 'secure' || controllers.some(({ isConnected }) => isConnected)) return null
  if (controllers.length === 0)
    return {
      isKnown: true,
      why: `${name}: fail mode secure without a controller forwards nothing, unless somebody installs flows`,
    }
  const targets = controllers.map(({ target }) => target).join(', ')
  const isTried = controllers.some(({ state, lastError }) => state !== null || lastError !== null)
  return {
    isKnown: isTried,
    why: isTried
      ? `${name}: fail mode secure forwards nothing new while its controller ${targets} is not connected`
      : `${name}: fail mode secure forwards nothing until its controller ${targets} answers, which nobody has tried yet`,
  }
}

/** The way to our own address must not lead through a bridge that forwards nothing, where it did not before. */
export function silencedManagement({ observed, state }: WorkingState): PlanIssue[] {
  const before = new Set(silentOnPath(observed, observed.management.links).map(({ name }) => name))
  return silentOnPath(state, managementPathIn(state).links)
    .filter(({ name }) => !before.has(name))
    .map(({ why }) => ({
      path: '',
      code: 'silent_bridge',
      message: `We would be cut off: ${why}. Set its fail mode to standalone in the same change, before the rest, or connect its controller first`,
    }))
}

function silentOnPath(state: NetworkState, path: readonly string[]): { name: string; why: string }[] {
  return (state.ovs?.bridges ?? []).flatMap((bridge) => {
    const silence = path.includes(bridge.name) ? silenceOf(bridge) : null
    return silence?.isKnown === true ? [{ name: bridge.name, why: silence.why }] : []
  })
}

/** Who joins a bridge that forwards nothing is cut off there: say so. */
export function warnOfSilence(working: WorkingState): void {
  const old = new Set(portsOf(working.observed).map(({ port }) => port))
  const joined = portsOf(working.state).filter(({ port, bridge }) => !old.has(port) && port !== bridge.name)
  for (const { bridge } of joined) {
    const silence = silenceOf(bridge)
    if (silence !== null) working.warn(silence.why)
  }
}

const portsOf = (state: NetworkState): { bridge: OvsBridge; port: string }[] =>
  (state.ovs?.bridges ?? []).flatMap((bridge) => bridge.ports.map(({ name }) => ({ bridge, port: name })))
