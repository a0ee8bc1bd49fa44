import type { Column } from '@/components/ui/DataTable'
import { formatSpeed } from '@/lib/client/format'
import type { LacpState } from '@/lib/core/model/link'
import type { BondRow, MemberRow } from './bond-rows'
import { MonoText, NONE, ObjectName, StateCell, WiringLink } from './cells'
import type { LacpVerdict } from './lacp-words'

function Verdict({ verdict }: { verdict: LacpVerdict }) {
  return (
    <StateCell glyph={verdict.health}>
      <span className="max-w-100 break-words md:min-w-40">{verdict.text}</span>
    </StateCell>
  )
}

const lacpWords = ({ bond }: BondRow): string =>
  bond.lacp === 'off' ? 'off' : [bond.lacp, bond.lacpRate, bond.lacpStatus].filter(Boolean).join(', ')

const monitorWords = ({ bond }: BondRow): string | null =>
  bond.detectMode === null
    ? null
    : `${bond.detectMode}${bond.monitorIntervalMs === null ? '' : ` ${bond.monitorIntervalMs} ms`}`

export const BOND_COLUMNS: readonly Column<BondRow>[] = [
  {
    id: 'name',
    title: 'Bond',
    isName: true,
    value: (row) => row.name,
    cell: (row) => <WiringLink name={row.name} nodeId={row.id} />,
  },
  { id: 'owner', title: 'Made by', value: (row) => row.owner, cell: (row) => <ObjectName name={row.owner} /> },
  { id: 'mode', title: 'Mode', value: (row) => row.bond.mode, cell: (row) => <MonoText text={row.bond.mode} /> },
  { id: 'lacp', title: 'LACP', value: lacpWords, cell: (row) => lacpWords(row) },
  {
    id: 'hash',
    title: 'Hash policy',
    value: (row) => row.bond.hashPolicy,
    cell: (row) => <MonoText text={row.bond.hashPolicy} />,
  },
  { id: 'monitor', title: 'Link monitor', value: monitorWords, cell: (row) => monitorWords(row) ?? NONE },
  {
    id: 'partner',
    title: 'Partner MAC',
    value: (row) => row.bond.partnerMac,
    cell: (row) => <MonoText text={row.bond.partnerMac} />,
  },
  { id: 'verdict', title: 'State', value: (row) => row.verdict.text, cell: (row) => <Verdict verdict={row.verdict} /> },
]

const lacpText = (state: LacpState | null): string | null =>
  state === null
    ? null
    : [
        state.systemId === null ? '' : `system ${state.systemId}`,
        state.portId === null ? '' : `port ${state.portId}`,
        state.key === null ? '' : `key ${state.key}`,
        state.flags.join(' '),
      ]
        .filter(Boolean)
        .join(', ')

export const MEMBER_COLUMNS: readonly Column<MemberRow>[] = [
  {
    id: 'name',
    title: 'Member',
    isName: true,
    value: (row) => row.member.name,
    cell: (row) => <WiringLink name={row.member.name} nodeId={row.nicId} />,
  },
  { id: 'bond', title: 'Bond', value: (row) => row.bondName, cell: (row) => <ObjectName name={row.bondName} /> },
  {
    id: 'state',
    title: 'What it means',
    value: (row) => row.verdict.text,
    cell: (row) => <Verdict verdict={row.verdict} />,
  },
  {
    id: 'speed',
    title: 'Speed',
    align: 'right',
    value: (row) => row.member.speedMbps,
    cell: (row) => formatSpeed(row.member.speedMbps) || NONE,
  },
  {
    id: 'failures',
    title: 'Link failures',
    align: 'right',
    value: (row) => row.member.linkFailureCount,
    cell: (row) => row.member.linkFailureCount ?? NONE,
  },
  {
    id: 'actor',
    title: 'Actor (this host)',
    value: (row) => lacpText(row.member.actor),
    cell: (row) => <MonoText text={lacpText(row.member.actor)} />,
  },
  {
    id: 'partner',
    title: 'Partner (the switch)',
    value: (row) => lacpText(row.member.partner),
    cell: (row) => <MonoText text={lacpText(row.member.partner)} />,
  },
]
