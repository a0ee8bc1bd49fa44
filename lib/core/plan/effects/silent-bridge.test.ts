import { describe, expect, it } from 'vitest'
import type { NetworkState } from '../../model/network-state'
import type { OvsBridge, OvsController } from '../../model/ovs'
import * as make from '../../topology/testing/fixtures'
import type { IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import type { Planned } from '../plan-change'
import { NO_XML, planChange } from '../plan-change'

/** Management on mgmt0; br1 with nothing in it but its settings; eth1 is free. */
const host = (bridge: Partial<OvsBridge>): NetworkState =>
  make.hostState({
    management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links: ['mgmt0'] },
    links: [
      make.nic('mgmt0', { addresses: [make.address('192.0.2.31/24')] }),
      make.nic('eth1'),
      make.link('br1', 'ovs-internal'),
    ],
    bridges: [make.ovsBridge('br1', [], bridge)],
  })
const plan = (state: NetworkState, ...input: IntentInput[]): Planned => {
  const intents = parseIntents(input)
  return intents.ok ? planChange(state, intents.intents, { xml: NO_XML }) : intents
}
const words = (planned: Planned): string[] =>
  planned.ok ? planned.plan.warnings.filter((text) => text.includes('secure')) : planned.issues.map(({ code }) => code)

const controller = (rest: Partial<OvsController> = {}): OvsController => ({
  ...{ target: 'tcp:192.0.2.5:6653', isConnected: false, role: null, state: 'BACKOFF', lastError: null },
  ...rest,
})
const MOVE: IntentInput = { kind: 'uplink.move', nic: 'mgmt0', bridge: 'br1' }
const ADD: IntentInput = { kind: 'port.set', bridge: 'br1', name: 'eth1', type: 'system' }
const secure = (...controllers: OvsController[]): Partial<OvsBridge> => ({ failMode: 'secure', controllers })

describe('a bridge in fail mode secure', () => {
  it.each<[string, Partial<OvsBridge>, IntentInput[], string[]]>([
    ['without a controller is no home for our address', secure(), [MOVE], ['silent_bridge']],
    ['nor one whose controller is gone', secure(controller()), [MOVE], ['silent_bridge']],
    ['nor is an internal port of it', secure(), [{ ...MOVE, internalPort: 'host0' }], ['silent_bridge']],
    ['with a controller that answers is one', secure(controller({ isConnected: true })), [MOVE], []],
    [
      'made standalone in the same change is one',
      secure(),
      [{ kind: 'ovsBridge.set', name: 'br1', failMode: 'standalone' }, MOVE],
      [],
    ],
    ['a standalone one is', {}, [MOVE], []],
    [
      'where nobody has tried the controller, nobody knows',
      secure(controller({ state: null })),
      [MOVE],
      [
        'br1: fail mode secure forwards nothing until its controller tcp:192.0.2.5:6653 answers, which nobody has tried yet',
      ],
    ],
    [
      'takes other ports, with a word',
      secure(),
      [ADD],
      ['br1: fail mode secure without a controller forwards nothing, unless somebody installs flows'],
    ],
    [
      'the same where its controller is gone',
      secure(controller()),
      [ADD],
      ['br1: fail mode secure forwards nothing new while its controller tcp:192.0.2.5:6653 is not connected'],
    ],
  ])('%s', (_, bridge, intents, wanted) => {
    expect(words(plan(host(bridge), ...intents))).toEqual(wanted)
  })

  const ours = (failMode: OvsBridge['failMode']): NetworkState =>
    make.hostState({
      management: { localAddress: '192.0.2.31', peerAddress: '192.0.2.1', isGuess: false, links: ['br1', 'eth1'] },
      links: [
        make.nic('eth1', { master: 'ovs-system' }),
        make.link('br1', 'ovs-internal', { addresses: [make.address('192.0.2.31/24')] }),
      ],
      bridges: [make.ovsBridge('br1', [make.ovsPort('eth1')], { failMode })],
    })
  const SECURE: IntentInput = { kind: 'ovsBridge.set', name: 'br1', failMode: 'secure' }

  it('is refused for the bridge that we come in by', () => {
    expect(words(plan(ours(null), SECURE))).toEqual(['silent_bridge'])
  })

  it('is left alone where we come in by it all the same: somebody installed flows', () => {
    const planned = plan(ours('secure'), { kind: 'ovsBridge.set', name: 'br1', stp: true })
    expect(planned.ok).toBe(true)
  })
})
