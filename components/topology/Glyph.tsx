import type { ReactNode } from 'react'

/*
 * The small drawings of the graph, on a 12 x 12 grid. Health, kinds and marks share one stroke weight so that a glyph
 * never looks stronger than the name beside it.
 */
const DRAWINGS = {
  ok: <circle cx="6" cy="6" r="3" fill="currentColor" stroke="none" />,
  warn: (
    <>
      <path d="M6 1.6 11 10.4H1z" fill="currentColor" stroke="none" />
      <path d="M6 5v2.3M6 8.9v.1" className="stroke-surface-1 stroke-[1.5px]" />
    </>
  ),
  error: (
    <>
      <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="2" fill="currentColor" stroke="none" />
      <path d="m4.1 4.1 3.8 3.8M7.9 4.1 4.1 7.9" className="stroke-surface-1 stroke-[1.5px]" />
    </>
  ),
  off: <circle cx="6" cy="6" r="3.2" />,
  unknown: <path d="M4.2 4.6a1.9 1.9 0 1 1 2.7 1.7c-.6.3-.9.7-.9 1.3M6 9.6v.1" />,
  drifted: <path d="M2 4.4h8M2 7.6h8M7.8 2 4.2 10" />,
  linuxBridge: <path d="M1 9.2V5.6a5 5 0 0 1 10 0v3.6M1 7h10M4 7V2.4M8 7V2.4" />,
  ovsBridge: <path d="M1.5 3.6h9l-2-2M10.5 3.6l-2 2M10.5 8.4h-9l2-2M1.5 8.4l2 2" />,
  fakeBridge: <path d="M1.5 3.6h9l-2-2M10.5 3.6l-2 2M3 8.6h.1M6 8.6h.1M9 8.6h.1" />,
  network: (
    <path d="M6 1.4a4.6 4.6 0 1 0 0 9.2 4.6 4.6 0 0 0 0-9.2zM1.4 6h9.2M6 1.4c2.6 2.8 2.6 6.4 0 9.2M6 1.4C3.4 4.2 3.4 7.8 6 10.6" />
  ),
  portgroup: (
    <>
      <path d="M1.5 6.2V1.8h4.4l4.6 4.6-4.2 4.2z" />
      <path d="M3.9 4.2h.1" />
    </>
  ),
  star: (
    <path
      d="m6 1.6 1.3 2.8 3.1.4-2.3 2.1.6 3.1L6 8.5 3.3 10l.6-3.1-2.3-2.1 3.1-.4z"
      fill="currentColor"
      stroke="none"
    />
  ),
  key: (
    <>
      <circle cx="3.8" cy="6" r="2.3" />
      <path d="M6.1 6H11M9 6v2M11 6v1.5" />
    </>
  ),
  plug: <path d="M4 1.5v2.6M8 1.5v2.6M2.8 4.1h6.4v1.8a3.2 3.2 0 0 1-6.4 0zM6 9.1V11" />,
  switch: (
    <>
      <rect x="1" y="3.5" width="10" height="5" rx="1" />
      <path d="M3 6h.1M5 6h.1M7 6h.1M9 6h.1" />
    </>
  ),
  host: (
    <>
      <rect x="1.5" y="1.8" width="9" height="3.6" rx="1" />
      <rect x="1.5" y="6.6" width="9" height="3.6" rx="1" />
      <path d="M3.5 3.6h.1M3.5 8.4h.1" />
    </>
  ),
  bond: <path d="M3.4 1.5v9M6 1.5v9M8 4h2.5M8 8h2.5" />,
  link: <path d="M1.5 6h9M1.5 4.2v3.6M10.5 4.2v3.6" />,
  tunnel: <path d="M1.5 10V6.4a4.5 4.5 0 0 1 9 0V10M4 10V6.6a2 2 0 0 1 4 0V10" />,
  guest: (
    <>
      <rect x="1.5" y="2" width="9" height="6.4" rx="1" />
      <path d="M4 10.4h4" />
    </>
  ),
  controller: <path d="M6 1.5v3M6 4.5 2.5 8M6 4.5 9.5 8M1.3 8h2.4v2.4H1.3zM8.3 8h2.4v2.4H8.3z" />,
  chevronRight: <path d="M4.5 2.5 8 6l-3.5 3.5" />,
  chevronDown: <path d="M2.5 4.5 6 8l3.5-3.5" />,
  plus: <path d="M6 2.6v6.8M2.6 6h6.8" />,
  minus: <path d="M2.6 6h6.8" />,
  moved: <path d="M2.4 6h7M6.6 3.2 9.4 6 6.6 8.8" />,
  changed: <path d="M3 9l.6-2.3L8 2.3 9.7 4 5.3 8.4z" />,
  lock: (
    <>
      <rect x="2.5" y="5.2" width="7" height="5" rx="1" />
      <path d="M4 5.2V3.8a2 2 0 0 1 4 0v1.4" />
    </>
  ),
  clock: (
    <>
      <circle cx="6" cy="6" r="4.6" />
      <path d="M6 3.2V6l2 1.4" />
    </>
  ),
  check: <path d="m2.2 6.4 2.6 2.6 5-5.6" />,
  close: <path d="m3 3 6 6M9 3 3 9" />,
  search: (
    <>
      <circle cx="5" cy="5" r="3.4" />
      <path d="m7.6 7.6 2.9 2.9" />
    </>
  ),
  graph: (
    <>
      <circle cx="2.8" cy="6" r="1.4" />
      <circle cx="9.2" cy="2.8" r="1.4" />
      <circle cx="9.2" cy="9.2" r="1.4" />
      <path d="m4.2 5.4 3.6-2M4.2 6.6l3.6 2" />
    </>
  ),
  table: <path d="M1.5 3a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1zM1.5 5h9M5 5v5" />,
  fold: <path d="M1.5 2.5h9L7 6.5V10L5 9V6.5z" />,
  sort: <path d="M3.5 4.5 6 2l2.5 2.5M3.5 7.5 6 10l2.5-2.5" />,
  up: <path d="M2.5 7.5 6 4l3.5 3.5" />,
} satisfies Record<string, ReactNode>

export type GlyphName = keyof typeof DRAWINGS

/** One drawing, in the colour of its surroundings. Hidden from screen readers: the words are in the name beside it. */
export function Glyph({
  name,
  size = 12,
  className = '',
}: {
  name: GlyphName
  size?: 10 | 12 | 14 | 16
  className?: string
}) {
  return (
    <svg
      className={`flex-none fill-none stroke-current ${className}`}
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      width={size}
      height={size}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      {DRAWINGS[name]}
    </svg>
  )
}
