/* L26: a bridge whose controller is gone. */
import type { NetworkState } from '../model/network-state'
import { nodeId } from '../topology/graph/ids'
import type { Finding } from './finding'
import { finding } from './finding'

export function lintControllers(state: NetworkState): Finding[] {
  return (state.ovs?.bridges ?? []).flatMap((bridge) => {
    const { name, controllers, failMode } = bridge
    const [first] = controllers
    if (first === undefined) return []
    const base = { rule: 'L26' as const, nodeId: nodeId('ovs-bridge', name) }
    if (controllers.some(({ isConnected }) => isConnected))
      return [
        finding(
          {
            ...base,
            severity: 'info',
            title: `${name} is ruled by a controller`,
            evidence: controllers.map(
              ({ target, isConnected }) => `${target} ${isConnected ? 'connected' : 'not connected'}`,
            ),
            consequence: "Tags and trunks of its ports hold only as far as the controller's flows use action NORMAL.",
            cure: 'Look at the flows, or ask who runs the controller, before relying on VLANs here.',
          },
          'ruled',
        ),
      ]
    const isSecure = failMode === 'secure'
    // Never tried: it was set a moment ago, or a plan is to set it.
    if (controllers.every(({ state: word, lastError }) => word === null && lastError === null))
      return [
        finding(
          {
            ...base,
            severity: 'warning',
            title: `Nobody knows yet whether the controller of ${name} answers`,
            evidence: [...controllers.map(({ target }) => target), `fail mode ${failMode ?? 'standalone (default)'}`],
            consequence: isSecure
              ? 'Where it does not, nothing new is forwarded: fail mode secure waits for it.'
              : 'Where it does not, the bridge forwards like an ordinary switch.',
            cure: 'Make sure that the controller can be reached from this host before guests depend on it.',
          },
          'new',
        ),
      ]
    return [
      finding(
        {
          ...base,
          severity: isSecure ? 'error' : 'warning',
          title: `${name} has lost its controller`,
          evidence: [
            ...controllers.map(
              ({ target, state: word, lastError }) =>
                `${target}: ${word ?? 'not connected'}${lastError === null ? '' : `, ${lastError}`}`,
            ),
            `fail mode ${failMode ?? 'standalone (default)'}`,
          ],
          consequence: isSecure
            ? 'In fail mode secure nothing new is forwarded until it is back.'
            : 'It forwards like an ordinary switch meanwhile, without the controller’s rules.',
          cure: isSecure
            ? 'Bring the controller back, or choose fail mode standalone (which clears the flows while no controller is connected).'
            : 'Bring the controller back, or take it out of the bridge.',
        },
        'lost',
      ),
    ]
  })
}
