import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

/** What a LACPDU says of one side (IEEE 802.1AX, 6.4.2.3), numbers as the bonding driver prints them. */
export type LacpPdu = {
  systemMac: string | null
  systemPriority: number | null
  key: number | null
  portNumber: number | null
  portPriority: number | null
  /** The state octet, or null where it is not printed. */
  state: number | null
}

export type BondingMemberRecord = {
  name: string
  miiStatus: string | null
  speedMbps: number | null
  linkFailureCount: number | null
  permanentMac: string | null
  aggregatorId: number | null
  actor: LacpPdu | null
  partner: LacpPdu | null
}

export type BondingRecord = {
  name: string
  /** The driver's long words, e.g. "IEEE 802.3ad Dynamic link aggregation". */
  mode: string
  primary: string | null
  activeMember: string | null
  /** Null where the file does not say: not 802.3ad, or the reader lacks CAP_NET_ADMIN (then the LACP lines are missing). */
  activeAggregatorId: number | null
  partnerMac: string | null
  members: BondingMemberRecord[]
}

/** State octet bits in the order of the standard, in the words Open vSwitch's lacp/show uses. */
const STATE_WORDS = [
  'activity',
  'timeout',
  'aggregation',
  'synchronized',
  'collecting',
  'distributing',
  'defaulted',
  'expired',
] as const

export function lacpStateWords(state: number): string[] {
  return STATE_WORDS.filter((_, bit) => (state & (1 << bit)) !== 0)
}

/**
 * All of /proc/net/bonding, each line as "<bond>:<line>" (`grep "" *`). Source: bond_info_show_master and
 * bond_info_show_slave in drivers/net/bonding/bond_procfs.c. No bonds give an empty list.
 */
export function parseProcBonding(text: string): Parsed<BondingRecord[]> {
  const linesByBond = new Map<string, string[]>()
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue
    const colon = line.indexOf(':')
    if (colon < 1) return unparsed(`wanted "<bond>:<line>", found "${line.slice(0, 80)}"`, `line ${index + 1}`)
    const name = line.slice(0, colon)
    const lines = linesByBond.get(name) ?? []
    lines.push(line.slice(colon + 1))
    linesByBond.set(name, lines)
  }
  const records: BondingRecord[] = []
  for (const [name, lines] of linesByBond) {
    const record = parseBondFile(name, lines.join('\n'))
    if (!record.ok) return record
    records.push(record.value)
  }
  return parsed(records)
}

/** One file of /proc/net/bonding. */
export function parseBondFile(name: string, text: string): Parsed<BondingRecord> {
  const bond: BondingRecord = {
    name,
    mode: '',
    primary: null,
    activeMember: null,
    activeAggregatorId: null,
    partnerMac: null,
    members: [],
  }
  let member: BondingMemberRecord | null = null
  let pdu: LacpPdu | null = null
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':')
    if (colon < 0) continue
    const key = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    if (/^(slave|port|member) interface$/.test(key)) {
      member = emptyMember(value)
      bond.members.push(member)
      pdu = null
    } else if (member !== null && /^details (actor|partner) lacp pdu$/.test(key)) {
      pdu = emptyPdu()
      if (key.startsWith('details actor')) member.actor = pdu
      else member.partner = pdu
    } else if (pdu !== null) readPduLine(pdu, key, value)
    else if (member !== null) readMemberLine(member, key, value)
    else readBondLine(bond, key, value)
  }
  if (bond.mode === '') return unparsed(`wanted a line "Bonding Mode: …" for ${name}, found none`, 'line 1')
  return parsed(bond)
}

function readBondLine(bond: BondingRecord, key: string, value: string): void {
  if (key === 'bonding mode') bond.mode = value
  // "eth3 (primary_reselect always)", or "None"
  else if (/^primary (slave|port|member)$/.test(key)) bond.primary = nameOf(value.split(' ')[0] ?? '')
  else if (/^currently active (slave|port|member)$/.test(key)) bond.activeMember = nameOf(value)
  else if (key === 'aggregator id') bond.activeAggregatorId = integer(value)
  else if (key === 'partner mac address') bond.partnerMac = mac(value)
}

function readMemberLine(member: BondingMemberRecord, key: string, value: string): void {
  if (key === 'mii status') member.miiStatus = value
  else if (key === 'speed') member.speedMbps = integer(value)
  else if (key === 'link failure count') member.linkFailureCount = integer(value)
  else if (key === 'permanent hw addr') member.permanentMac = mac(value)
  else if (key === 'aggregator id') member.aggregatorId = integer(value)
}

function readPduLine(pdu: LacpPdu, key: string, value: string): void {
  if (key === 'system mac address') pdu.systemMac = mac(value)
  else if (key === 'system priority') pdu.systemPriority = integer(value)
  else if (key === 'port key' || key === 'oper key') pdu.key = integer(value)
  else if (key === 'port number') pdu.portNumber = integer(value)
  else if (key === 'port priority') pdu.portPriority = integer(value)
  else if (key === 'port state') pdu.state = integer(value)
}

/** The leading whole number ("10000 Mbps"), null for "Unknown" and "N/A". */
function integer(value: string): number | null {
  const digits = /^\d{1,10}/.exec(value)?.[0]
  return digits === undefined ? null : Number(digits)
}

/** All zeros is the driver's "nobody". */
function mac(value: string): string | null {
  const address = value.toLowerCase()
  return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address) && address !== '00:00:00:00:00:00' ? address : null
}

const nameOf = (value: string): string | null => (value === '' || value === 'None' ? null : value)

const emptyMember = (name: string): BondingMemberRecord => ({
  name,
  miiStatus: null,
  speedMbps: null,
  linkFailureCount: null,
  permanentMac: null,
  aggregatorId: null,
  actor: null,
  partner: null,
})

const emptyPdu = (): LacpPdu => ({
  systemMac: null,
  systemPriority: null,
  key: null,
  portNumber: null,
  portPriority: null,
  state: null,
})
