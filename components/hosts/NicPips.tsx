import type { Host } from '@/lib/contract/hosts'
import { nicGroups } from './host-list'

type Nic = NonNullable<Host['summary']>['nics'][number]
type PipKind = 'up' | 'down' | 'management' | 'unknown'

const PIP: Record<PipKind, string> = {
  up: 'bg-line-3',
  management: 'bg-fg',
  down: "border-[1.5px] border-err after:absolute after:top-1 after:-right-px after:-left-px after:h-[1.5px] after:-rotate-45 after:bg-err after:content-['']",
  unknown: 'border border-line-3 [background:var(--hatch)]',
}

const WORD: Record<PipKind, string> = {
  up: 'up',
  management: 'up, carries our SSH',
  down: 'no carrier',
  unknown: 'not known now',
}

const kindOf = (nic: Nic, isKnown: boolean): PipKind =>
  !isKnown ? 'unknown' : !nic.hasCarrier ? 'down' : nic.isManagement ? 'management' : 'up'

export function Pip({ kind }: { kind: PipKind }) {
  return <span aria-hidden className={`relative block h-3 w-2.5 flex-none rounded-[2px] ${PIP[kind]}`} />
}

const MAX_PIPS = 12

/** One mark per NIC, those of a bond in one frame. What a row of marks says is also there in words. */
export function NicPips({ nics, isKnown }: { nics: readonly Nic[]; isKnown: boolean }) {
  const shown = nics.slice(0, MAX_PIPS)
  const words = nics
    .map((nic) => `${nic.name} ${WORD[kindOf(nic, isKnown)]}${nic.bond === null ? '' : `, in ${nic.bond}`}`)
    .join('; ')
  return (
    <span className="flex items-center gap-2" title={words}>
      <span className="sr-only">{words === '' ? 'no NICs' : words}</span>
      {nicGroups([...shown]).map((group) => (
        <span
          key={group.nics[0]?.name}
          className={`flex gap-0.5 rounded-[4px] border p-0.5 ${group.bond === null ? 'border-transparent' : 'border-line-2'}`}
        >
          {group.nics.map((nic) => (
            <Pip key={nic.name} kind={kindOf(nic, isKnown)} />
          ))}
        </span>
      ))}
      {nics.length > shown.length && (
        <span aria-hidden className="text-11 text-fg-3">
          +{nics.length - shown.length}
        </span>
      )}
    </span>
  )
}
