import type { Link, LinkKind } from '../model/link'
import { vlanKey } from '../vlan/same'
import { replace } from './in-list'
import { keptAddresses, nounOf, OVS_DATAPATH } from './link-facts'
import type { Cause } from './cause'
import { BLINK_SECONDS, LACP_SECONDS, STP_SECONDS } from './cause'
import type { Ground } from './grounds'
import { USERS } from './grounds'
import type { Check } from './check'
import { otherSide, presence, succeeds } from './check'
import { linkChecks } from './ip-checks'
import { addressText } from './ip-text'
import type { ChangeOf, ObjectRef } from './object-ref'
import type { Config, DanglingReference, ObjectRecord } from './object-record'
import { none } from './object-record'

/** Made by the kernel or by somebody else's start, or made anew with every start of a guest: nothing to want of them. */
const UNMANAGED: ReadonlySet<LinkKind> = new Set([
  'loopback',
  'tap',
  'veth',
  'ovs-datapath',
  'team',
  'hsr',
  'vrf',
  'macsec',
  'ipvlan',
  'ipvtap',
  'ip-tunnel',
  'wireguard',
  'other',
])

export const link: ObjectRecord<'link'> = {
  owner: null,
  list: ({ links }) =>
    links
      // The datapath's own devices come and go with Open vSwitch's bridges.
      .filter(({ kind }) => kind !== 'ovs-datapath')
      .map((value) => ({ owner: null, name: value.name, value })),
  write: (state, ref, value) => ({ ...state, links: replace<Link>(state.links, ({ name }) => name, ref.name, value) }),
  canonicalConfig,
  grounds: ['links'],
  /** Its table of VLANs is part of what is compared. */
  groundsOfValue: ({ bridge, bridgePort }) =>
    bridge?.isVlanFiltering === true || (bridgePort !== null && bridgePort.vlan !== null) ? ['vlans'] : [],
  groundsOfNames: ['links'],
  groundsOfChange: ({ before, after }, { links }) => (before === null ? [] : groundsOfLink(before, after, links)),
  groundsOfDrift: [],
  isReadAlone: false,
  definition: null,
  isManageable: ({ value: { name, kind, isFallback } }, taps) => !taps.has(name) && !UNMANAGED.has(kind) && !isFallback,
  guestMac: ({ kind, mac }) => (kind === 'tap' ? mac : null),
  links: ({ name }) => [name],
  raw: () => ({}),
  causes,
  looseEnds: (state, vanishing) => {
    const names = new Set(state.links.map(({ name }) => name))
    return state.links
      .filter(({ name }) => !vanishing.has(name))
      .flatMap(({ name, master, lower }): DanglingReference[] => {
        const ref = { kind: 'link', owner: null, name } as const
        return [
          ...(master !== null && master !== OVS_DATAPATH && !names.has(master)
            ? [{ ref, what: master, message: `${name} is a port of ${master}, which would not be there` }]
            : []),
          ...(lower !== null && !names.has(lower)
            ? [{ ref, what: lower, message: `${name} stands on ${lower}, which would not be there` }]
            : []),
        ]
      })
  },
  existence,
  checks: (change, side, { inOvs }) => {
    const [value, otherValue] = [change[side], change[otherSide(side)]]
    if (value !== null) return linkChecks(value, otherValue, inOvs)
    return otherValue?.kind === 'ovs-internal' ? [] : existence(change, false)
  },
  checksBeforeStoring: null,
  checksOfOurs: none,
  uplinkReason,
  managedLinks: ({ name }) => [name],
  notStored,
  asWanted,
  whyNotMade: ({ name, before, after }) => {
    if (before === null && after?.kind === 'nic')
      return {
        code: 'unknown_link',
        message: `${name} is not on this host: its card is missing, or has another name`,
      }
    if (before !== null && after !== null && before.kind !== after.kind)
      return {
        code: 'wrong_kind',
        message: `${name} is a ${before.kind}, wanted is a ${after.kind}: rename or remove the other one first`,
      }
    return null
  },
  fieldWords: {
    isUp: 'state',
    master: 'bridge or bond',
    lower: 'lower link',
    vlanFiltering: 'VLAN filtering',
    stp: 'STP',
    ownVlans: 'own VLANs',
    lacpRate: 'LACP rate',
    hashPolicy: 'hash policy',
    vlanId: 'VLAN',
    vlanProtocol: 'VLAN protocol',
  },
}

function existence(object: ObjectRef, isWanted: boolean): Check[] {
  return [presence(object, isWanted, ['ip', 'link', 'show', 'dev', object.name], succeeds(isWanted))]
}

function canonicalConfig(link: Link): Config {
  const { bridge, bridgePort, bond, vlan, macvlan } = link
  return {
    kind: link.kind,
    // Who sets an internal port up is the host's matter, unless we want it up.
    ...((link.kind !== 'ovs-internal' || link.isUp) && { isUp: link.isUp }),
    master: link.master === OVS_DATAPATH ? null : link.master,
    lower: link.lower,
    // A label or a broadcast address more after the next boot is no other address.
    addresses: keptAddresses(link)
      .map(({ cidr, peer }) => (peer === null ? cidr : `${cidr} peer ${peer}`))
      .sort(),
    ...(bridge !== null && {
      vlanFiltering: bridge.isVlanFiltering,
      stp: bridge.stpState !== 'off',
      ownVlans: bridge.isVlanFiltering ? bridge.vlans.map(vlanEntry) : [],
    }),
    ...(bridgePort !== null && {
      hairpin: bridgePort.isHairpin,
      isolated: bridgePort.isIsolated,
      learning: bridgePort.isLearning,
      // Without the words the bridge does not filter.
      vlans: bridgePort.vlan === null ? [] : bridgePort.vlans.map(vlanEntry),
      // Where only the words are known, the words are compared.
      ...(bridgePort.vlans.length === 0 && bridgePort.vlan !== null && { vlan: vlanKey(bridgePort.vlan) }),
    }),
    ...(bond !== null && {
      mode: bond.mode,
      lacpRate: bond.lacpRate,
      hashPolicy: bond.hashPolicy,
      primary: bond.primary,
    }),
    ...(vlan !== null && { vlanId: vlan.id, vlanProtocol: vlan.protocol }),
    ...(macvlan !== null && { mode: macvlan.mode }),
  }
}

const vlanEntry = (entry: NonNullable<Link['bridgePort']>['vlans'][number]): string =>
  `${entry.from}-${entry.to}${entry.isPvid ? ' PVID' : ''}${entry.isEgressUntagged ? ' untagged' : ''}`

function groundsOfLink(before: Link, after: Link | null, links: readonly Link[]): Ground[] {
  // A guest's tap has neither addresses nor routes.
  const isTap = before.kind === 'tap' || before.kind === 'macvtap'
  const wiring = ({ master, lower, isUp, bridge, bridgePort, bond, vlan, macvlan }: Link): string =>
    JSON.stringify([master, lower, isUp, bridge, bridgePort, bond, vlan, macvlan])
  const isRewired = after === null || wiring(before) !== wiring(after)
  const isReplaced = after === null || before.master !== after.master || before.isUp !== after.isUp
  const isReaddressed = JSON.stringify(before.addresses) !== JSON.stringify(after?.addresses)
  const filters = [before, after, ...links.filter(({ name }) => name === before.master || name === after?.master)]
  // A table waits there also where the bridge does not filter; what has one says so by the VLAN that new ports get.
  const had = [before, ...links.filter(({ name }) => name === before.master)]
  const hasVlans =
    isRewired &&
    (had.some((link) => link.bridge !== null && link.bridge.defaultPvid !== null) ||
      filters.some((link) => link?.bridge?.isVlanFiltering === true))
  return [
    'management',
    ...((isReplaced && !isTap) || isReaddressed ? (['routes', 'ovs'] as const) : []),
    ...(isRewired ? USERS : []),
    ...(hasVlans ? (['vlans'] as const) : []),
  ]
}

function causes(before: Link, after: Link | null, name: string): Cause[] {
  const startsStp =
    after?.bridge != null &&
    before.bridge !== null &&
    after.bridge.stpState !== 'off' &&
    before.bridge.stpState === 'off'
  if (startsStp) return [{ name, seconds: STP_SECONDS, why: `spanning tree starts on ${name}` }]
  const wiring = (link: Link): string =>
    JSON.stringify([
      link.master,
      link.lower,
      link.isUp,
      link.bond?.mode,
      link.bond?.lacpRate,
      link.bridgePort?.vlans,
      link.bridge?.isVlanFiltering,
      link.macvlan,
    ])
  if (after !== null && wiring(before) === wiring(after)) return []
  return [
    {
      name,
      seconds: before.bond?.lacp === 'active' ? LACP_SECONDS : BLINK_SECONDS,
      why: after === null ? `${name} is removed` : `${name} changes`,
    },
  ]
}

/** The addresses that are kept, with all that they have: equal text, equal addresses. */
const addressTexts = (link: Link): string => keptAddresses(link).map(addressText).sort().join()

function uplinkReason({ name, before, after }: ChangeOf<'link'>): string | null {
  if (before === null) return null
  if (after === null) return `${name} is removed`
  const master = (link: Link): string | null => (link.master === OVS_DATAPATH ? null : link.master)
  if (master(before) !== master(after))
    return `${name} ${master(after) === null ? `leaves ${master(before) ?? ''}` : `enters ${master(after) ?? ''}`}`
  if (addressTexts(before) !== addressTexts(after)) return `the addresses of ${name} change`
  if (before.isUp !== after.isUp) return `${name} is set ${after.isUp ? 'up' : 'down'}`
  if (JSON.stringify(before.bridgePort?.vlans) !== JSON.stringify(after.bridgePort?.vlans))
    return `the VLANs of ${name} change`
  if (before.bridge?.isVlanFiltering !== after.bridge?.isVlanFiltering) return `${name} changes how it looks at tags`
  if (before.bond?.mode !== after.bond?.mode) return `the mode of ${name} changes`
  return null
}

function notStored({ name, before, after }: ChangeOf<'link'>): string | null {
  const value = after ?? before
  if (value === null) return null
  const what = `${name} (${nounOf(value)})`
  if (value.kind === 'ovs-internal')
    return after === null || after.addresses.length === 0
      ? null
      : `The addresses of ${name} are not stored: gone after a reboot`
  if (before === null) return `${what} is not stored: gone after a reboot`
  return after === null
    ? `The removal of ${what} is not stored: it may be back after a reboot`
    : `The change of ${what} is not stored: after a reboot it is as it was`
}

function asWanted(found: Link, wanted: Link): Link {
  return {
    ...found,
    isUp: wanted.isUp,
    master: wanted.master,
    lower: wanted.lower,
    addresses: addressTexts(found) === addressTexts(wanted) ? found.addresses : wanted.addresses,
    bridge:
      found.bridge === null || wanted.bridge === null
        ? wanted.bridge
        : {
            ...found.bridge,
            isVlanFiltering: wanted.bridge.isVlanFiltering,
            stpState:
              (found.bridge.stpState === 'off') === (wanted.bridge.stpState === 'off')
                ? found.bridge.stpState
                : wanted.bridge.stpState,
            vlans: wanted.bridge.vlans,
          },
    bridgePort:
      found.bridgePort === null || wanted.bridgePort === null
        ? wanted.bridgePort
        : {
            ...found.bridgePort,
            isHairpin: wanted.bridgePort.isHairpin,
            isIsolated: wanted.bridgePort.isIsolated,
            isLearning: wanted.bridgePort.isLearning,
            vlans: wanted.bridgePort.vlans,
            vlan: wanted.bridgePort.vlan,
          },
    bond:
      found.bond === null || wanted.bond === null
        ? wanted.bond
        : {
            ...found.bond,
            mode: wanted.bond.mode,
            lacp: wanted.bond.lacp,
            lacpRate: wanted.bond.lacpRate,
            hashPolicy: wanted.bond.hashPolicy,
            primary: wanted.bond.primary,
          },
    vlan: wanted.vlan,
    macvlan: wanted.macvlan,
  }
}
