/** Line drawings on a 12 px grid, 1.3 px strokes. Decoration only: a control that shows just an icon carries its own name. */
const PATHS = {
  add: 'M6 2.5v7M2.5 6h7',
  close: 'M3 3l6 6M9 3l-6 6',
  check: 'M2.5 6.5l2.5 2.5 4.5-6',
  copy: 'M4.5 4.5h5v5h-5zM2.5 7.5v-5h5',
  download: 'M6 1.8v6M3.5 5.5L6 8l2.5-2.5M2 10.2h8',
  up: 'M2.5 8L6 4.5 9.5 8',
  down: 'M2.5 4.5L6 8l3.5-3.5',
  left: 'M7.5 2.5L4 6l3.5 3.5',
  right: 'M4.5 2.5L8 6l-3.5 3.5',
  sort: 'M4 2v8M2.2 8.2L4 10l1.8-1.8M8 10V2M6.2 3.8L8 2l1.8 1.8',
  search: 'M5 1.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8M7.6 7.6L10.5 10.5',
  sun: 'M6 3.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4M6 .8v1.4M6 9.8v1.4M.8 6h1.4M9.8 6h1.4M2.3 2.3l1 1M8.7 8.7l1 1M9.7 2.3l-1 1M3.3 8.7l-1 1',
  moon: 'M9.8 7.4A4.3 4.3 0 0 1 4.6 2.2a4.3 4.3 0 1 0 5.2 5.2z',
  screen: 'M1.5 2.5h9v5.8h-9zM4 10.5h4M6 8.3v2.2',
  host: 'M1.5 2.2h9v3.4h-9zM1.5 6.8h9v3.4h-9zM3.5 3.9h.1M3.5 8.5h.1',
  wiring:
    'M2.8 4.6a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8M9.2 1.4a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8M9.2 7.8a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8M4.2 5.4l3.6-2M4.2 6.6l3.6 2',
  table: 'M1.5 2.5h9v7.2h-9zM1.5 5h9M5 5v4.7',
  switch: 'M1.5 3.5h9M8.5 1.5l2 2-2 2M10.5 8.5h-9M3.5 6.5l-2 2 2 2',
  bridge: 'M1.5 9.5V6a4.5 4.5 0 0 1 9 0v3.5M1.5 7h9M4.5 7v2.5M7.5 7v2.5',
  bond: 'M3.5 1.5v9M6 1.5v9M8.5 4v4',
  network:
    'M6 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2M1.4 6h9.2M6 1.4c2.2 2.4 2.2 6.8 0 9.2M6 1.4c-2.2 2.4-2.2 6.8 0 9.2',
  guest: 'M1.8 2h8.4v6H1.8zM4 10.2h4',
  macvtap: 'M2 10V6.5h8V10M6 6.5V2M4 4l2-2 2 2',
  pulse: 'M1 6.5h2.4L5 2.5l2.4 7L8.8 6.5H11',
  settings:
    'M2 3.5h4.4M9 3.5h1M2 8.5h1M5.6 8.5H10M7.7 2.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6M4.3 7.2a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6',
  user: 'M6 1.8a2 2 0 1 1 0 4 2 2 0 0 1 0-4M2.2 10.5c.4-2 1.9-3 3.8-3s3.4 1 3.8 3',
  key: 'M3.8 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4M5.8 6h5M9 6v2M10.8 6v1.5',
  more: 'M2.5 6h.1M6 6h.1M9.5 6h.1',
  retry: 'M10 6a4 4 0 1 1-1.3-3M10 1.5V4H7.5',
  exit: 'M4.5 2h-2.5v8h2.5M5.5 6h5M8.5 4l2 2-2 2',
  undo: 'M4.5 2L2 4.5 4.5 7M2 4.5h5a2.8 2.8 0 0 1 0 5.6H4.5',
  lock: 'M2.5 5.2h7v5h-7zM4 5.2V3.8a2 2 0 0 1 4 0v1.4',
  history: 'M2 6a4 4 0 1 0 1.3-3M2 1.5V4h2.5M6 3.8V6l1.6 1',
  external: 'M5 2.5H2.5v7h7V7M7 2h3v3M10 2L5.8 6.2',
  star: 'M6 1.5l1.4 2.9 3.1.4-2.3 2.2.6 3.1L6 8.6l-2.8 1.5.6-3.1L1.5 4.8l3.1-.4z',
  tag: 'M1.8 1.8h4l4.4 4.4-4 4-4.4-4.4zM4 4h.1',
  logo: 'M2.2 1a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4M9.8 1a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4M2.2 8.6a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4M9.8 8.6a1.2 1.2 0 1 1 0 2.4 1.2 1.2 0 0 1 0-2.4M2.2 3.4V6a1.5 1.5 0 0 0 1.5 1.5h4.6a1.5 1.5 0 0 1 1.5 1.1M9.8 3.4v.8',
} as const

export type IconName = keyof typeof PATHS

const SIZES = { 12: 'size-3', 14: 'size-3.5', 16: 'size-4' } as const

export function Icon({ name, size = 12 }: { name: IconName; size?: keyof typeof SIZES }) {
  return (
    <svg
      viewBox="0 0 12 12"
      aria-hidden
      className={`block flex-none fill-none stroke-current ${SIZES[size]}`}
      strokeWidth={name === 'more' ? 2 : 1.3}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
