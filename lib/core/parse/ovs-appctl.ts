import { normaliseMac } from '../address/mac'
import type { LacpState } from '../model/link'
import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

/** One bond of `ovs-appctl bond/show`. */
export type BondShow = {
  name: string
  mode: string | null
  lacpStatus: string | null
  activeMember: string | null
  members: { name: string; isEnabled: boolean }[]
}

/** One bond of `ovs-appctl lacp/show`. `status` is "active negotiated", "passive configured", "active" (before 2.3) … */
export type LacpShow = {
  name: string
  status: string
  members: { name: string; status: string; actor: LacpState; partner: LacpState }[]
}

/** One row of `ovs-appctl fdb/show`. `port` is the OpenFlow port number, or "LOCAL". */
export type FdbShow = { bridge: string; port: string; vlanId: number; mac: string; ageSeconds: number | null }

/** Before Open vSwitch 2.15 a member was called "slave". */
const MEMBER = /^(?:member|slave):? (.+): ([a-z ]+)$/

/** `ovs-appctl bond/show`: blocks headed "---- NAME ----". No bonds print nothing. */
export function parseBondShow(text: string): Parsed<BondShow[]> {
  return parseBlocks(text, (name, lines) => {
    const bond: BondShow = { name, mode: null, lacpStatus: null, activeMember: null, members: [] }
    for (const line of lines) {
      const [, member, status] = MEMBER.exec(line) ?? []
      if (member !== undefined) bond.members.push({ name: member, isEnabled: status === 'enabled' })
      else if (/^active (member|slave)$/.test(line)) bond.activeMember = bond.members.at(-1)?.name ?? null
      else if (line.startsWith('bond_mode: ')) bond.mode = line.slice('bond_mode: '.length)
      else if (line.startsWith('lacp_status: ')) bond.lacpStatus = line.slice('lacp_status: '.length)
    }
    return bond
  })
}

/** `ovs-appctl lacp/show`: blocks like bond/show's; actor and partner lines follow their member's. */
export function parseLacpShow(text: string): Parsed<LacpShow[]> {
  return parseBlocks(text, (name, lines) => {
    const bond: LacpShow = { name, status: '', members: [] }
    for (const line of lines) {
      const [, member, memberStatus] = MEMBER.exec(line) ?? []
      const last = bond.members.at(-1)
      if (member !== undefined && memberStatus !== undefined)
        bond.members.push({ name: member, status: memberStatus, actor: noState(), partner: noState() })
      else if (last === undefined && line.startsWith('status: ')) bond.status = line.slice('status: '.length)
      else if (last !== undefined) readState(line, last)
    }
    return bond
  })
}

/**
 * `ovs-appctl fdb/show` of several bridges, each headed by a line "bridge NAME" (observe/ovs-commands.ts). Rows are
 * " port  VLAN  MAC  Age"; the age of a static entry is the word "static" (3.0 and newer).
 */
export function parseFdbShow(text: string): Parsed<FdbShow[]> {
  const entries: FdbShow[] = []
  let bridge: string | null = null
  for (const [index, line] of text.split('\n').entries()) {
    const heading = /^bridge (.+)$/.exec(line)?.[1]
    if (heading !== undefined) bridge = heading
    const [, port, vlan, mac, age] = /^\s*(\S+)\s+(\d{1,4})\s+([0-9a-f:]{17})\s+(\d{1,9}|static)\s*$/.exec(line) ?? []
    if (port === undefined || vlan === undefined || mac === undefined || age === undefined) continue
    if (bridge === null) return unparsed('wanted "bridge NAME" before the first entry', `line ${index + 1}`)
    entries.push({ bridge, port, vlanId: Number(vlan), mac, ageSeconds: age === 'static' ? null : Number(age) })
  }
  return parsed(entries)
}

function parseBlocks<T>(text: string, read: (name: string, lines: string[]) => T): Parsed<T[]> {
  const blocks: { name: string; lines: string[] }[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim()
    const name = /^---- (.+) ----$/.exec(line)?.[1]
    if (name !== undefined) blocks.push({ name, lines: [] })
    else if (line !== '') {
      const block = blocks.at(-1)
      if (block === undefined) return unparsed('wanted "---- BOND ----" before anything else', `line ${index + 1}`)
      block.lines.push(line)
    }
  }
  return parsed(blocks.map(({ name, lines }) => read(name, lines)))
}

const noState = (): LacpState => ({ systemId: null, portId: null, key: null, flags: [] })

/** "actor sys_id: 62:5e:…", "partner state: timeout aggregation …". All zeros mean that nobody answered: kept as null. */
function readState(line: string, member: LacpShow['members'][number]): void {
  const [, who, what, value = ''] = /^(actor|partner) (sys_id|port_id|key|state):(?: (.*))?$/.exec(line) ?? []
  if (who !== 'actor' && who !== 'partner') return
  const state = member[who]
  if (what === 'sys_id') state.systemId = value === '00:00:00:00:00:00' ? null : (normaliseMac(value) ?? value)
  else if (what === 'port_id') state.portId = value === '0' ? null : value
  else if (what === 'key') state.key = value === '0' ? null : value
  else if (what === 'state') state.flags = value.split(' ').filter((word) => word !== '')
}
