/* L26: a bridge whose controller is gone. */
import type { NetworkState } from '../model/network-state'
import { nodeId } from '../topology/ids'
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
