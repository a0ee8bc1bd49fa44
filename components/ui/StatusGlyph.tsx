/** Shapes that say health without colour: dot, triangle, crossed square, ring, hatched ring; clock, lock and arrows for hosts on the way. */
export type GlyphStatus = 'ok' | 'warn' | 'error' | 'off' | 'unknown' | 'busy' | 'locked'

const COLOUR: Record<GlyphStatus, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  error: 'text-err',
  off: 'text-off',
  unknown: 'text-fg-3',
  busy: 'text-accent',
  locked: 'text-err',
}

function Shape({ status }: { status: GlyphStatus }) {
  switch (status) {
    case 'ok':
      return <circle cx="6" cy="6" r="3" fill="currentColor" stroke="none" />
    case 'warn':
      return (
        <>
          <path d="M6 1.5l5 9H1z" fill="currentColor" stroke="none" />
          <path d="M6 5v2.4M6 9v.1" stroke="var(--bg-host)" strokeWidth="1.4" />
        </>
      )
    case 'error':
      return (
        <>
          <rect x="1.2" y="1.2" width="9.6" height="9.6" rx="2" fill="currentColor" stroke="none" />
          <path d="M4 4l4 4M8 4l-4 4" stroke="var(--bg-host)" strokeWidth="1.4" />
        </>
      )
    case 'off':
      return <circle cx="6" cy="6" r="3.4" />
    case 'unknown':
      return (
        <>
          <circle cx="6" cy="6" r="4.6" strokeDasharray="1.6 1.6" />
          <path d="M4.8 4.9a1.3 1.3 0 1 1 1.9 1.2c-.5.2-.7.5-.7 1M6 8.6v.1" />
        </>
      )
    case 'busy':
      return (
        <>
          <circle cx="6" cy="6" r="4.6" />
          <path d="M6 3.2V6l2 1.4" />
        </>
      )
    case 'locked':
      return (
        <>
          <rect x="2.5" y="5.2" width="7" height="5" rx="1" />
          <path d="M4 5.2V3.8a2 2 0 0 1 4 0v1.4" />
        </>
      )
  }
}

/** `label` is read aloud; leave it out where the words stand beside the glyph. */
export function StatusGlyph({ status, label }: { status: GlyphStatus; label?: string }) {
  return (
    <svg
      viewBox="0 0 12 12"
      className={`block size-3 flex-none fill-none stroke-current ${COLOUR[status]}`}
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <Shape status={status} />
    </svg>
  )
}
