import type { BondMode, SimLink, SimState } from '../machine/state'
import { activeMember, hasCarrier, membersOf, partnerOf } from './link-state'
import { linkSpeed, memberLacp } from './render-link-info'

/** The kernel's words in /proc/net/bonding (drivers/net/bonding/bond_main.c, bond_mode_name). */
const MODE_WORDS: Record<BondMode, string> = {
  'balance-rr': 'load balancing (round-robin)',
  'active-backup': 'fault-tolerance (active-backup)',
  'balance-xor': 'load balancing (xor)',
  broadcast: 'fault-tolerance (broadcast)',
  '802.3ad': 'IEEE 802.3ad Dynamic link aggregation',
  'balance-tlb': 'transmit load balancing',
  'balance-alb': 'adaptive load balancing',
}

const HASH_NUMBERS: Record<string, number> = { layer2: 0, 'layer3+4': 1, 'layer2+3': 2, 'encap2+3': 3, 'encap3+4': 4 }

const upDown = (isUp: boolean): string => (isUp ? 'up' : 'down')

const memberLines = (state: SimState, bond: SimLink, member: SimLink, number: number): string[] => {
  if (bond.detail.kind !== 'bond') return []
  const isUp = hasCarrier(state, member)
  const speed = linkSpeed(state, member)
  const partner = partnerOf(state, member)
  const lacp = memberLacp(state, member, bond.detail.lacpRate)
  const churn = partner === null ? 'churned' : 'none'
  return [
    `Slave Interface: ${member.name}`,
    `MII Status: ${upDown(isUp)}`,
    `Speed: ${speed === null ? 'Unknown' : `${speed} Mbps`}`,
    `Duplex: ${speed === null ? 'Unknown' : 'full'}`,
    `Link Failure Count: ${member.linkFailures}`,
    `Permanent HW addr: ${member.permanentMac}`,
    'Slave queue ID: 0',
    ...(bond.detail.mode === '802.3ad'
      ? [
          `Aggregator ID: ${partner === null ? number : 1}`,
          `Actor Churn State: ${churn}`,
          `Partner Churn State: ${churn}`,
          `Actor Churned Count: ${partner === null ? 1 : 0}`,
          `Partner Churned Count: ${partner === null ? 1 : 0}`,
          'details actor lacp pdu:',
          '    system priority: 65535',
          `    system mac address: ${bond.mac}`,
          '    port key: 15',
          '    port priority: 255',
          `    port number: ${number}`,
          `    port state: ${lacp.actor}`,
          'details partner lacp pdu:',
          '    system priority: 65535',
          `    system mac address: ${partner?.mac ?? '00:00:00:00:00:00'}`,
          `    oper key: ${partner?.key ?? 1}`,
          '    port priority: 255',
          `    port number: ${partner === null ? 1 : number}`,
          `    port state: ${lacp.partner}`,
        ]
      : []),
  ]
}

/** /proc/net/bonding/<bond> of kernel 6.1. */
const renderBonding = (state: SimState, bond: SimLink): string => {
  if (bond.detail.kind !== 'bond') return ''
  const { mode, hashPolicy, miimonMs, upDelayMs, downDelayMs, lacpRate, primary } = bond.detail
  const members = membersOf(state, bond.name)
  const partners = members.flatMap((member) => partnerOf(state, member) ?? [])
  const hasHash = mode === '802.3ad' || mode === 'balance-xor' || mode === 'balance-tlb'
  const hasActive = mode === 'active-backup' || mode === 'balance-tlb' || mode === 'balance-alb'
  const lines = [
    `Ethernet Channel Bonding Driver: v${state.system.kernel}`,
    '',
    `Bonding Mode: ${MODE_WORDS[mode]}`,
    ...(hasHash ? [`Transmit Hash Policy: ${hashPolicy} (${HASH_NUMBERS[hashPolicy] ?? 0})`] : []),
    ...(hasActive
      ? [
          `Primary Slave: ${primary === null ? 'None' : `${primary} (primary_reselect always)`}`,
          `Currently Active Slave: ${activeMember(state, bond) ?? 'None'}`,
        ]
      : []),
    `MII Status: ${upDown(hasCarrier(state, bond))}`,
    `MII Polling Interval (ms): ${miimonMs}`,
    `Up Delay (ms): ${upDelayMs}`,
    `Down Delay (ms): ${downDelayMs}`,
    'Peer Notification Delay (ms): 0',
    ...(mode === '802.3ad'
      ? [
          '',
          '802.3ad info',
          'LACP active: on',
          `LACP rate: ${lacpRate}`,
          'Min links: 0',
          'Aggregator selection policy (ad_select): stable',
          'System priority: 65535',
          `System MAC address: ${bond.mac}`,
          'Active Aggregator Info:',
          '\tAggregator ID: 1',
          `\tNumber of ports: ${Math.max(1, partners.length)}`,
          '\tActor Key: 15',
          `\tPartner Key: ${partners[0]?.key ?? 1}`,
          `\tPartner Mac Address: ${partners[0]?.mac ?? '00:00:00:00:00:00'}`,
        ]
      : []),
    ...members.flatMap((member, at) => ['', ...memberLines(state, bond, member, at + 1)]),
  ]
  return `${lines.join('\n')}\n`
}

const bondsOf = (state: SimState): SimLink[] =>
  [...state.links.values()].filter(({ detail }) => detail.kind === 'bond').sort((a, b) => (a.name < b.name ? -1 : 1))

/** `cd /proc/net/bonding; grep "" * /dev/null`: every line as "<bond>:<line>". */
export const renderAllBonding = (state: SimState): string =>
  bondsOf(state)
    .flatMap((bond) =>
      renderBonding(state, bond)
        .slice(0, -1)
        .split('\n')
        .map((line) => `${bond.name}:${line}\n`),
    )
    .join('')
