import { formatDateTime } from '@/lib/client/format'
import type { Change } from '@/lib/contract/changes'
import { phaseWords } from '../phase-words'
import { PanelSection } from './PanelSection'

/** What happened, in order, with the host's own log once it is over. */
export function StorySection({ change }: { change: Change }) {
  const { notes, hostLog, hostName } = change
  if (notes.length === 0 && hostLog === '') return null
  return (
    <PanelSection title="What happened" aside="newest last">
      <ol className="flex flex-col gap-1">
        {notes.map((note, index) => (
          <li key={index} className="grid grid-cols-[56px_1fr] gap-x-2">
            <time dateTime={note.at} className="text-11 leading-[18px] text-fg-3">
              {formatDateTime(note.at).slice(11)}
            </time>
            <span className="min-w-0 break-words">
              {phaseWords(note.phase, hostName)}
              {note.text !== '' && <span className="block text-fg-2">{note.text}</span>}
            </span>
          </li>
        ))}
      </ol>
      {hostLog !== '' && (
        <details>
          <summary className="text-fg-2 hover:text-fg">Log of {hostName}</summary>
          <pre
            tabIndex={0}
            aria-label={`Log of ${hostName}`}
            className="mt-1 max-h-72 overflow-auto rounded-chip border border-line-1 bg-surface-1 px-2 py-1 font-mono text-11 whitespace-pre-wrap text-fg-2"
          >
            {hostLog}
          </pre>
        </details>
      )}
    </PanelSection>
  )
}
