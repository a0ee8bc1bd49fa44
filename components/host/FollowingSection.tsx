'use client'

import { useQuery } from '@tanstack/react-query'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Skeleton } from '@/components/ui/Skeleton'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import { countOf, formatDateTime } from '@/lib/client/format'
import { diagnosticsQueries } from '@/lib/client/queries/diagnostics'
import type { HostDiagnosticsResponse, WatchStatus } from '@/lib/contract/diagnostics'
import { useHost } from './host-context'

const GLYPHS: Record<WatchStatus['status'], GlyphStatus> = { live: 'ok', starting: 'busy', ended: 'warn' }
const WORDS: Record<WatchStatus['status'], string> = {
  live: 'live',
  starting: 'starting',
  ended: 'ended, tried again by itself; until then the full readings find what it would tell',
}

/** How changes on the host become known: streams of events, and full readings that prove that nothing was missed. */
export function FollowingSection() {
  const { data, error } = useQuery(diagnosticsQueries.current(useHost().id))
  return (
    <section aria-labelledby="following-title" className="flex flex-col gap-2">
      <h2 id="following-title" className="text-14">
        Following
      </h2>
      {data !== undefined ? (
        <Following data={data} />
      ) : error === null ? (
        <Skeleton label="Loading how the host is followed" rows={3} />
      ) : (
        <ErrorNote title="How the host is followed could not be loaded" message={error.message} />
      )}
    </section>
  )
}

function Following({ data }: { data: HostDiagnosticsResponse }) {
  return (
    <>
      <ul className="divide-y divide-line-1 rounded-card border border-line-2 bg-surface-1">
        {data.watches.map((watch) => (
          <li key={watch.id} className="flex gap-x-2 px-3 py-2 text-12">
            <span className="flex-none pt-0.5">
              <StatusGlyph status={isMissing(watch) ? 'off' : GLYPHS[watch.status]} />
            </span>
            <div className="min-w-0 flex-1">
              <code className="mr-2 font-mono text-11 wrap-anywhere">{watch.display}</code>
              <span className="text-fg-2">{isMissing(watch) ? 'not on this host' : WORDS[watch.status]}</span>
              {watch.said !== '' && !isMissing(watch) && (
                <p className="font-mono text-11 wrap-anywhere text-fg-2">{watch.said}</p>
              )}
            </div>
            <span className="flex-none text-fg-3">{countOf(watch.events, 'event')}</span>
          </li>
        ))}
        {data.watches.length === 0 && (
          <li className="px-3 py-2 text-12 text-fg-2">No stream of events: the host is not connected.</li>
        )}
      </ul>
      <p className="text-12 text-fg-2">
        {countOf(data.fullReads, 'full reading')} and {data.partialReads} of single sources over{' '}
        {countOf(data.connects, 'connection')}. <Missed data={data} />
      </p>
    </>
  )
}

/** The shell's own words for a command that nobody installed: there is nothing that it could tell. */
const isMissing = ({ status, said }: WatchStatus): boolean => status === 'ended' && /: not found(\s|$)/.test(said)

function Missed({ data }: { data: HostDiagnosticsResponse }) {
  if (data.missedChanges === 0) return <>No full reading found a change that no event had told of.</>
  const last = data.lastMissedAt === null ? '' : `, the last at ${formatDateTime(data.lastMissedAt)}`
  return (
    <b>
      {countOf(data.missedChanges, 'full reading')} found what no event had told of{last}. Some changes are announced by
      nobody (stored libvirt definitions, link states of guests).
    </b>
  )
}
