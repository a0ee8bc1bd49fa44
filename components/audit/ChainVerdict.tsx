'use client'

import { useQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/Button'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import { auditQueries } from '@/lib/client/queries/audit'
import { countOf } from '@/lib/client/format'

/** "Is the log as it was written?", asked by a person, answered in a sentence. */
export function ChainVerdict() {
  const { data, error, isFetching, refetch } = useQuery(auditQueries.verify())
  return (
    <div className="flex max-w-120 items-center gap-3 rounded-card border border-line-2 bg-surface-1 px-3 py-2 text-12">
      <div role="status" className="min-w-0 flex-1">
        {error !== null ? (
          <p className="text-err">It could not be checked: {error.message}</p>
        ) : data === undefined ? (
          <p className="text-fg-2">Not checked in this session.</p>
        ) : data.isIntact ? (
          <>
            <p className="flex items-center gap-1.5">
              <StatusGlyph status="ok" />
              <b>Chain intact</b> {countOf(data.entries, 'entry', 'entries')}
            </p>
            {data.head !== null && (
              <p
                className="font-mono text-11 break-all text-fg-2"
                title="Compare with the copy in the console's own log"
              >
                {data.head.seq}: {data.head.hash}
              </p>
            )}
          </>
        ) : (
          <>
            <p className="flex items-center gap-1.5 text-err">
              <StatusGlyph status="error" />
              <b>The chain is broken</b>
            </p>
            {data.firstProblem !== null && (
              <p className="break-words">
                At entry {data.firstProblem.seq}: {data.firstProblem.reason}
              </p>
            )}
          </>
        )}
      </div>
      <Button isBusy={isFetching} onClick={() => void refetch()}>
        Verify
      </Button>
    </div>
  )
}
