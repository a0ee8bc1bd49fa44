import { describe, expect, it } from 'vitest'
import type { Ability, KernelAbilities, LinkManager, NetworkState } from '../model/network-state'
import * as make from '../topology/testing/fixtures'
import { linkFactGroups } from '../topology/facts/link'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import type { Planned } from './plan-change'
import { NO_XML, planChange } from './plan-change'

const host = (rest: Partial<NetworkState['system']>, links = [make.nic('eth1'), make.nic('eth2')]): NetworkState => {
  const state = make.hostState({ links: [...links, make.linuxBridge('br0')], bridges: [make.ovsBridge('br1', [])] })
  return { ...state, system: { ...state.system, ...rest } }
}
const plan = (state: NetworkState, ...input: IntentInput[]): Planned => {
  const intents = parseIntents(input)
  return intents.ok ? planChange(state, intents.intents, { xml: NO_XML }) : intents
}
const BOND: IntentInput = {
  ...{ kind: 'bond.set', bondKind: 'linux', name: 'bond0', members: ['eth1', 'eth2'], mode: 'active-backup' },
}
const VLAN: IntentInput = { kind: 'vlanLink.set', parent: 'eth1', vlanId: 5 }
const FILTER: IntentInput = { kind: 'linuxBridge.set', name: 'br0', vlanFiltering: true }
const PLAIN: IntentInput = { kind: 'linuxBridge.set', name: 'br9' }

describe('what the kernel can do', () => {
  const able = (all: Ability, rest: Partial<KernelAbilities> = {}): NetworkState =>
    host({ abilities: { bonding: all, vlanLinks: all, vlanFiltering: all, ...rest }, kernel: '6.1.0' })
  const words = (planned: Planned): string =>
    planned.ok
      ? (planned.plan.warnings.find((text) => text.includes('kernel')) ?? 'planned')
      : planned.issues.map(({ code }) => code).join()

  it.each<[string, IntentInput, keyof KernelAbilities]>([
    ['a kernel bond', BOND, 'bonding'],
    ['a VLAN link', VLAN, 'vlanLinks'],
    ['a bridge that looks at tags', FILTER, 'vlanFiltering'],
  ])('decides about %s before Apply', (_, intent, ability) => {
    expect(words(plan(able('no'), intent))).toBe('kernel_unable')
    expect(words(plan(able('no', { [ability]: 'yes' }), intent))).toBe('planned')
    expect(words(plan(able('unknown'), intent))).toMatch(/is not known; without it the change fails/)
    expect(words(plan(able('yes'), intent))).toBe('planned')
  })

  it('is named with what is missing', () => {
    const planned = plan(able('no'), BOND)
    expect(planned.ok ? [] : planned.issues.map(({ message }) => message)).toEqual([
      'The kernel of this host (6.1.0) has no kernel bonds (CONFIG_BONDING, module bonding), which bond0 would need: install a kernel or the module package that has it, or use Open vSwitch',
    ])
  })

  it('is no matter of what needs none of it, nor of what the host has one of', () => {
    expect(words(plan(able('no'), PLAIN))).toBe('planned')
    const state = { ...able('unknown'), links: [...able('no').links, make.vlanLink('eth2.7', 'eth2', 7)] }
    expect(words(plan(state, VLAN))).toBe('planned')
  })
})

describe('a link that a network service manages', () => {
  const networkd: LinkManager = { link: 'eth1', manager: 'systemd-networkd', state: 'configured', connection: null }
  const nm: LinkManager = { link: 'eth1', manager: 'NetworkManager', state: 'connected', connection: 'Wired 1' }
  const warnings = (managers: LinkManager[], intent: IntentInput): string[] => {
    const planned = plan(host({ linkManagers: managers }), intent)
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    return planned.plan.warnings.filter((text) => text.includes('managed by'))
  }
  const INTO: IntentInput = { kind: 'linuxBridge.set', name: 'br0', ports: ['eth1'] }
  const OVS: IntentInput = { kind: 'port.set', bridge: 'br1', name: 'eth1', type: 'system' }
  const ADDRESS: IntentInput = { kind: 'address.set', link: 'eth1', addresses: ['192.0.2.7/24'] }

  it.each([INTO, OVS, ADDRESS])('may be taken back, and the preview says so: %j', (intent) => {
    expect(warnings([networkd], intent)).toEqual([
      expect.stringMatching(
        /^eth1 is managed by systemd-networkd \(configured\), which may take this back at the next loss of carrier.* \.network file of eth1/,
      ),
    ])
    expect(warnings([nm], intent)).toEqual([
      expect.stringMatching(
        /^eth1 is managed by NetworkManager .*profile "Wired 1".*nmcli device set eth1 managed no$/,
      ),
    ])
  })

  it('says nothing of links that nobody manages, or that the change leaves alone', () => {
    expect(warnings([], INTO)).toEqual([])
    expect(warnings([{ ...nm, link: 'eth2' }], INTO)).toEqual([])
    expect(warnings([nm], PLAIN)).toEqual([])
  })

  it('shows who manages it', () => {
    const state = host({ linkManagers: [nm] })
    expect(
      linkFactGroups(state, 'eth1').map(({ source, facts }) => [source, facts.map((fact) => fact.value)]),
    ).toContainEqual(['nmcli -f DEVICE,STATE,CONNECTION device', ['NetworkManager, connected', 'Wired 1']])
  })
})
