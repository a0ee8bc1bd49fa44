import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { SourceReport } from '@/lib/core/model/network-state'
import { SOURCE_NAMES } from './source-names'

/** What went wrong while one part of a host was read: the command, what it said, what would be right. */
export function SourceProblems({ source, isTitled = true }: { source: SourceReport; isTitled?: boolean }) {
  const tone = source.status === 'missing' ? 'border-line-2 bg-surface-2' : 'border-warn bg-warn-wash'
  return (
    <div className={`rounded-card border px-3 py-2 text-12 ${tone}`}>
      {isTitled && (
        <h3 className="mb-1 flex items-center gap-2 font-strong">
          <StatusGlyph status={source.status === 'failed' ? 'error' : 'warn'} />
          {SOURCE_NAMES[source.id]}
        </h3>
      )}
      <ul className={`flex flex-col gap-1.5 ${isTitled ? 'pl-5' : ''}`}>
        {source.problems.map((problem) => (
          <li key={`${problem.command} ${problem.code} ${problem.message}`} className="min-w-0">
            <code className="font-mono text-11 break-all">{problem.command}</code>{' '}
            <code className="font-mono text-11 text-fg-2">{problem.code}</code>
            <p className="break-words">{problem.message}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}
