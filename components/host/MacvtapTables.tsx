'use client'

import { createActions } from '@/components/change-forms/actions/create-actions'
import { macvtapActions } from '@/components/change-forms/actions/object-actions'
import type { Column } from '@/components/ui/DataTable'
import { CopyButton } from '@/components/ui/CopyButton'
import type { NetworkState } from '@/lib/core/model/network-state'
import { MonoText, NONE, ObjectName, StateCell, WiringLink } from './cells'
import { macvtapRows, talkByLowerLink } from './macvtap-rows'
import type { LowerLinkTalk, MacvtapRow } from './macvtap-rows'
import { ObjectTable } from './ObjectTable'

const COLUMNS: readonly Column<MacvtapRow>[] = [
  {
    id: 'name',
    title: 'Link',
    isName: true,
    value: (row) => row.name,
    cell: (row) => <WiringLink name={row.name} nodeId={row.id} />,
  },
  { id: 'kind', title: 'Kind', value: (row) => row.kind, cell: (row) => row.kind },
  {
    id: 'lower',
    title: 'Lower link',
    value: (row) => row.lower,
    cell: (row) => (row.lower === null ? 'in another namespace' : <ObjectName name={row.lower} />),
  },
  { id: 'mode', title: 'Mode', value: (row) => row.mode, cell: (row) => <MonoText text={row.mode} /> },
  {
    id: 'guest',
    title: 'Guest',
    value: (row) => row.guest?.name ?? null,
    cell: (row) => (row.guest === null ? NONE : <WiringLink name={row.guest.name} nodeId={row.guest.id} />),
  },
  { id: 'mtu', title: 'MTU', align: 'right', value: (row) => row.mtuBytes, cell: (row) => row.mtuBytes },
  {
    id: 'state',
    title: 'State',
    value: (row) => (row.isUp ? 'up' : 'down'),
    cell: (row) => <StateCell glyph={row.isUp ? 'ok' : 'off'}>{row.isUp ? 'up' : 'down'}</StateCell>,
  },
]

/** macvtaps and macvlans, and who of them reaches whom. */
export function MacvtapTables({ state }: { state: NetworkState }) {
  const rows = macvtapRows(state)
  const talk = talkByLowerLink(rows)
  return (
    <>
      <ObjectTable
        id="macvtaps"
        title="macvtap and macvlan"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        actions={{ of: (row) => macvtapActions(state, row.name, row.kind), nameOf: (row) => row.name }}
        create={createActions(state, 'macvtaps')}
        empty="No guest is stacked on a link here: all of them go through bridges."
      />
      {talk.length > 0 && (
        <section aria-labelledby="talk-title" className="flex flex-col gap-2">
          <h2 id="talk-title" className="text-14">
            Who reaches whom
          </h2>
          <div className="grid grid-cols-2 gap-3 max-lg:grid-cols-1">
            {talk.map((each) => (
              <TalkCard key={each.lower} talk={each} />
            ))}
          </div>
        </section>
      )}
    </>
  )
}

function TalkCard({ talk }: { talk: LowerLinkTalk }) {
  return (
    <article className="flex min-w-0 flex-col gap-2 rounded-card border border-line-2 bg-surface-1 px-4 py-3 text-12">
      <h3 className="font-mono font-strong">{talk.lower}</h3>
      <ul className="flex flex-col gap-1">
        {talk.sentences.map((sentence) => (
          <li key={sentence} className="break-words">
            {sentence}
          </li>
        ))}
      </ul>
      {talk.hostCure === null ? (
        <p className="text-fg-2">The host has a foot of its own on this link, or one guest has it for itself.</p>
      ) : (
        <>
          <p className="text-fg-2">{talk.hostCure.text}</p>
          <div className="flex items-start gap-1 rounded-node bg-surface-2 py-1 pr-1 pl-2.5">
            <code className="min-w-0 flex-1 font-mono text-11 leading-5 break-all whitespace-pre-wrap">
              {talk.hostCure.commands.join('\n')}
            </code>
            <CopyButton text={talk.hostCure.commands.join('\n')} name="Copy the commands" />
          </div>
        </>
      )}
    </article>
  )
}
