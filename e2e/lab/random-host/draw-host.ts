import type { IntentInput } from '@/lib/core/intents/intent'
import type { Random } from '../random'
import { drawAddresses } from './addresses'
import { drawBond, drawBridge, drawLink, drawMacvlan, drawPort, drawVlan } from './attributes'
import { drawLibvirt, LIBVIRT_EDITS } from './libvirt'
import { drawOvs } from './ovs'

/*
 * A host as nobody thought of it: objects of every kind that its kernel can make, each settable attribute of each drawn at random, all by
 * the host's own tools. What was made in the round before is taken away first.
 */

/** Both ends are here and up: NICs with a carrier. */
const NICS = Array.from({ length: 9 }, (_, at) => `rn${at + 1}`)

/** In this order: what stands on something goes before it. */
const CLEAR = `
for n in $(virsh -q net-list --all --name | grep '^random'); do virsh -q net-destroy "$n"; virsh -q net-undefine "$n"; done
for g in $(virsh -q list --all --name | grep '^random'); do virsh -q destroy "$g"; virsh -q undefine "$g"; done
ovs-vsctl -- --if-exists del-br rovs -- --if-exists del-br rnew
ovs-vsctl -- --all destroy qos -- --all destroy queue
ip -force -batch - <<'X'
${['rmacvlan', 'rmacvtap', 'rvlan', 'rbr1', 'rbr2', 'rnew', 'rnewb', 'rbond', ...NICS].map((link) => `link del ${link}`).join('\n')}
${['unreachable', 'blackhole', 'prohibit', 'throw'].flatMap((type) => [`route flush table all type ${type}`]).join('\n')}
X
ip -6 route flush table all type unreachable
ip rule | sed -n 's/^\\(1[012][0-9][0-9]\\):.*/rule del priority \\1/p' | ip -force -batch -
`

export const clearScript = `{ ${CLEAR} } >/dev/null 2>&1 || :`

/** Commands, each of which a host may refuse; those of `ip` in a row are one process, which some mistakes end: each object has its own. */
function shellOf(commands: readonly string[]): string {
  const parts: string[][] = []
  for (const command of commands) {
    const isIp = command.startsWith('ip ')
    const last = parts.at(-1)
    const isNew = command.startsWith('ip link add') && !command.includes(' veth ')
    if (isIp && !isNew && last?.[0]?.startsWith('ip ') === true) last.push(command)
    else parts.push([command])
  }
  return parts
    .map((part) =>
      part[0]?.startsWith('ip ') === true
        ? `ip -force -batch - <<'X'\n${part.map((command) => command.slice('ip '.length)).join('\n')}\nX`
        : part.join('\n'),
    )
    .join('\n')
}

/** Makes the host; run by bash. */
export function makeScript(random: Random): string {
  const [one = '', two = '', three = '', four = '', below = '', inOvs = '', member1 = '', member2 = '', free = ''] =
    NICS
  const links = [one, two, three, four, below, free]
  const commands = [
    ...NICS.flatMap((nic) => [`ip link add ${nic} up type veth peer name ${nic}p`, `ip link set ${nic}p up`]),
    ...links.flatMap((nic) => drawLink(nic, random, 9)),
    'ip link add rbr1 type bridge',
    ...drawBridge('rbr1', random),
    ...[one, two].flatMap((nic) => [`ip link set ${nic} master rbr1`, ...drawPort(nic, random)]),
    ...drawLink('rbr1', random),
    `ip link set rbr1 ${random.below(6) === 0 ? 'down' : 'up'}`,
    ...drawAddresses('rbr1', 1, random),
    'ip link add rbr2 type bridge',
    ...drawBridge('rbr2', random),
    ...drawLink('rbr2', random),
    'ip link set rbr2 up',
    'ip link add rbond type bond mode active-backup',
    ...drawBond('rbond', random),
    ...[three, four].flatMap((nic) => [`ip link set ${nic} down`, `ip link set ${nic} master rbond`]),
    ...drawLink('rbond', random),
    'ip link set rbond up',
    ...(random.below(2) === 0
      ? ['ip link set rbond master rbr2', ...drawPort('rbond', random)]
      : drawAddresses('rbond', 2, random)),
    `ip link add link ${below} name rvlan type vlan ${random.pick(['', 'protocol 802.1ad '])}id 7`,
    ...drawVlan('rvlan', random),
    ...drawLink('rvlan', random),
    'ip link set rvlan up',
    ...drawAddresses('rvlan', 3, random),
    ...['macvtap', 'macvlan'].flatMap((kind) => [
      `ip link add link ${below} name r${kind} type ${kind} mode bridge`,
      ...drawMacvlan(`r${kind}`, kind, random),
      ...drawLink(`r${kind}`, random),
      `ip link set r${kind} up`,
    ]),
    ...drawAddresses('rmacvlan', 4, random),
    ...drawAddresses(free, 5, random),
    ...drawOvs('rovs', [inOvs, member1, member2], random),
    ...drawAddresses('rovsi', 6, random),
    ...drawLibvirt(random),
  ]
  return `${clearScript}\n{ ${shellOf(commands)}\n} >/dev/null 2>&1\ntrue\n`
}

/** Changes that somebody could ask for; which of them a drawn host allows, its plan says. */
const EDITS: readonly ((random: Random) => IntentInput[])[] = [
  () => [{ kind: 'linuxBridge.remove', name: 'rbr1' }],
  () => [{ kind: 'linuxBridge.remove', name: 'rbr2' }],
  (random) => [{ kind: 'linuxBridge.set', name: 'rbr1', ports: random.pick([['rn1'], [], ['rn2', 'rn9']]) }],
  () => [{ kind: 'linuxBridge.set', name: 'rbr2', ports: ['rn1'], takesMembers: true }],
  (random) => [
    { kind: 'linuxBridge.set', name: 'rbr1', stp: random.below(2) === 0, vlanFiltering: random.below(2) === 0 },
  ],
  (random) => [{ kind: 'uplink.move', nic: 'rn9', bridge: random.pick(['rbr1', 'rbr2', 'rovs']) }],
  () => [
    { kind: 'ovsBridge.set', name: 'rnew' },
    { kind: 'uplink.move', nic: 'rn9', bridge: 'rnew', internalPort: 'rnewi' },
  ],
  () => [
    { kind: 'linuxBridge.set', name: 'rnew' },
    { kind: 'uplink.move', nic: 'rn9', bridge: 'rnew' },
  ],
  (random) => [
    {
      kind: 'address.set',
      link: random.pick(['rn9', 'rbr1', 'rmacvlan', 'rvlan', 'rovsi', 'rbond']),
      addresses: ['192.0.2.5/24'],
    },
  ],
  () => [{ kind: 'address.set', link: 'rn9', addresses: [], gateway: null }],
  () => [{ kind: 'macvtap.remove', name: 'rmacvtap' }],
  () => [{ kind: 'macvlan.remove', name: 'rmacvlan' }],
  (random) => [{ kind: 'macvtap.set', name: 'rmacvtap', lower: 'rn5', mode: random.pick(['vepa', 'private']) }],
  () => [{ kind: 'vlanLink.remove', name: 'rvlan' }],
  () => [{ kind: 'bond.remove', name: 'rbond' }],
  () => [{ kind: 'bond.set', bondKind: 'linux', name: 'rbond', members: ['rn3', 'rn4'], mode: 'balance-rr' }],
  () => [{ kind: 'bond.set', bondKind: 'linux', name: 'rbond', members: ['rn3', 'rn9'], mode: 'active-backup' }],
  () => [
    {
      kind: 'bond.set',
      bondKind: 'linux',
      name: 'rnewb',
      members: ['rn1', 'rn2'],
      mode: 'active-backup',
      takesMembers: true,
    },
  ],
  () => [{ kind: 'ovsBridge.remove', name: 'rovs' }],
  (random) => [
    {
      kind: 'ovsBridge.set',
      name: 'rovs',
      stp: random.below(2) === 0,
      failMode: random.pick(['secure', 'standalone', 'default']),
    },
  ],
  () => [{ kind: 'ovsBridge.set', name: 'rovs', controllers: ['tcp:127.0.0.1:6699'] }],
  (random) => [{ kind: 'port.remove', bridge: 'rovs', name: random.pick(['rn6', 'rovsi', 'rovst']) }],
  () => [{ kind: 'port.set', bridge: 'rovs', name: 'rn1', type: 'system', takesMembers: true }],
  () => [{ kind: 'bond.remove', name: 'rovsb' }],
  () => [
    {
      kind: 'bond.set',
      bondKind: 'ovs',
      bridge: 'rovs',
      name: 'rovsb',
      members: ['rn7', 'rn9'],
      mode: 'active-backup',
    },
  ],
  () => [
    {
      kind: 'bond.set',
      bondKind: 'ovs',
      bridge: 'rovs',
      name: 'rovsx',
      members: ['rn6', 'rn9'],
      mode: 'active-backup',
      takesMembers: true,
    },
  ],
  (random) => [{ kind: 'portVlan.set', bridge: 'rovs', port: random.pick(['rn6', 'rovsi']), mode: 'access', tag: 42 }],
  () => [{ kind: 'portVlan.set', bridge: 'rbr1', port: 'rn1', mode: 'access', tag: 42 }],
  () => [{ kind: 'mirror.set', bridge: 'rovs', name: 'span-rovs', selectAll: true, outputPort: 'rovsi' }],
  () => [{ kind: 'mirror.remove', bridge: 'rovs', name: 'span-rovs' }],
  ...LIBVIRT_EDITS,
]

/** Every one of them, in a random order that comes again with the seed. */
export function shuffledEdits(random: Random): IntentInput[][] {
  const left = [...EDITS]
  const shuffled: IntentInput[][] = []
  while (left.length > 0) shuffled.push(...left.splice(random.below(left.length), 1).map((draw) => draw(random)))
  return shuffled
}
