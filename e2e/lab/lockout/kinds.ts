import type { IntentInput } from '@/lib/core/intents/intent'
import type { GuardStep } from '@/lib/core/guard/transaction'
import { intoBridgeThatIsDown, linkDown, removeAddress, step } from '../guard-plans'
import type { Random } from '../random'
import type { Management, Setup } from './setups'

/**
 * What cuts a host off. `intents`: a mistake that the forms allow, for only the network can tell that it is one, planned as the
 * product plans. `steps`: what planning refuses, or what a script would do, past the planner.
 */
export type Breakage = { intents: IntentInput[]; confirmAddress?: string } | { steps: GuardStep[] }
export type Kind = { name: string; on: readonly Setup[]; make: (management: Management, random: Random) => Breakage }

/** On no net that we have: documentation addresses (RFC 5737). */
const elsewhere = (random: Random) => `203.0.113.${1 + random.below(250)}`
const vlan = (random: Random) => 2 + random.below(4000)
const wrongVlan = (random: Random): Pick<Extract<IntentInput, { kind: 'portVlan.set' }>, 'mode' | 'tag' | 'trunks'> => {
  const tag = vlan(random)
  return random.pick([
    { mode: 'access', tag },
    { mode: 'trunk', trunks: [tag] },
    { mode: 'native-tagged', tag, trunks: [tag] },
  ])
}
const newBridge = (random: Random) => `brx${random.below(1000)}`

const secureBridge = (name: string): IntentInput => ({
  kind: 'ovsBridge.set',
  name,
  failMode: 'secure',
  controllers: ['tcp:192.0.2.1:6653'],
})

export const KINDS: readonly Kind[] = [
  {
    name: 'address: a wrong net',
    on: ['nic', 'ovs-bridge', 'linux-bridge', 'bond'],
    make: ({ link }, random) => {
      const address = elsewhere(random)
      return { intents: [{ kind: 'address.set', link, addresses: [`${address}/24`] }], confirmAddress: address }
    },
  },
  {
    name: 'uplink: into a bridge without flows',
    on: ['nic'],
    make: ({ nic }, random) => {
      const bridge = newBridge(random)
      return { intents: [secureBridge(bridge), { kind: 'uplink.move', nic, bridge }] }
    },
  },
  {
    name: 'uplink: into a bridge, on a wrong VLAN',
    on: ['nic'],
    make: ({ nic }, random) => {
      const bridge = newBridge(random)
      return {
        intents: [
          { kind: 'ovsBridge.set', name: bridge },
          { kind: 'uplink.move', nic, bridge, internalPort: `${bridge}p` },
          { kind: 'portVlan.set', bridge, port: nic, mode: 'access', tag: vlan(random) },
        ],
      }
    },
  },
  {
    name: 'uplink: into a bridge that waits for its spanning tree',
    on: ['nic'],
    make: ({ nic }, random) => {
      const bridge = newBridge(random)
      return {
        intents: [
          { kind: 'linuxBridge.set', name: bridge, stp: true },
          { kind: 'uplink.move', nic, bridge },
        ],
      }
    },
  },
  {
    name: 'VLAN: a wrong one on the uplink',
    on: ['ovs-bridge'],
    make: ({ link, nic }, random) => ({
      intents: [{ kind: 'portVlan.set', bridge: link, port: nic, ...wrongVlan(random) }],
    }),
  },
  {
    name: 'VLAN: a wrong one on the bridge’s own port',
    on: ['ovs-bridge'],
    make: ({ link }, random) => ({
      intents: [{ kind: 'portVlan.set', bridge: link, port: link, mode: 'access', tag: vlan(random) }],
    }),
  },
  {
    name: 'controller: secure, and nobody there',
    on: ['ovs-bridge'],
    make: ({ link }) => ({ intents: [secureBridge(link)] }),
  },
  {
    name: 'bond: LACP without a partner',
    on: ['ovs-bridge'],
    make: ({ link, nic }) => ({
      intents: [
        {
          kind: 'bond.set',
          bondKind: 'ovs',
          bridge: link,
          name: 'bondx',
          members: [nic, 'eth2'],
          mode: 'balance-tcp',
          lacp: 'active',
          takesMembers: true,
        },
      ],
    }),
  },
  {
    name: 'bond: other members',
    on: ['bond'],
    make: ({ link }) => ({
      intents: [{ kind: 'bond.set', bondKind: 'linux', name: link, members: ['dm0', 'dm1'], mode: 'active-backup' }],
    }),
  },
  {
    name: 'link: set down',
    on: ['nic', 'ovs-bridge', 'linux-bridge', 'bond'],
    make: ({ link, nic }, random) => ({ steps: [linkDown(random.pick([link, nic]))] }),
  },
  {
    name: 'address: removed',
    on: ['nic', 'ovs-bridge', 'linux-bridge', 'bond'],
    make: ({ link, cidr }) => ({ steps: [removeAddress(link, cidr)] }),
  },
  {
    name: 'uplink: into a bridge that is down',
    on: ['nic'],
    make: ({ nic, cidr }, random) => ({ steps: intoBridgeThatIsDown(nic, newBridge(random), cidr) }),
  },
  {
    name: 'uplink: taken out of the bridge',
    on: ['linux-bridge'],
    make: ({ link, nic }) => ({
      steps: [
        step(`Take ${nic} out of ${link}`, [`ip link set dev ${nic} nomaster`], {
          isManagement: true,
          undo: [
            { summary: `Put ${nic} into ${link}`, run: [{ argv: ['ip', 'link', 'set', 'dev', nic, 'master', link] }] },
          ],
        }),
      ],
    }),
  },
  {
    name: 'uplink: taken out of the switch',
    on: ['ovs-bridge'],
    make: ({ link, nic }) => ({
      steps: [
        step(`Take ${nic} out of ${link}`, [`ovs-vsctl del-port ${link} ${nic}`], {
          isManagement: true,
          survivesReboot: true,
          undo: [
            {
              summary: `Put ${nic} into ${link}`,
              run: [{ argv: ['ovs-vsctl', '--may-exist', 'add-port', link, nic] }],
              isPartial: true,
            },
          ],
        }),
      ],
    }),
  },
]

export const kindsOf = (setup: Setup): Kind[] => KINDS.filter(({ on }) => on.includes(setup))
