import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { HostNote } from '@/lib/contract/hosts'

/** What to know of a host beside its status, in full. Nothing where there is nothing. */
export function HostNotes({ notes }: { notes: readonly HostNote[] }) {
  if (notes.length === 0) return null
  return (
    <ul aria-label="Notes" className="flex-none border-b border-warn bg-warn-wash text-12">
      {notes.map(({ message }) => (
        <li key={message} className="flex items-baseline gap-2 px-3 py-1.5">
          <StatusGlyph status="warn" />
          <span className="min-w-0 break-words">{message}</span>
        </li>
      ))}
    </ul>
  )
}
