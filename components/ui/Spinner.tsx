/** An arc that turns. Under reduced motion it stands still and the words beside it do the work. */
export function Spinner({ label }: { label?: string }) {
  return (
    <svg
      viewBox="0 0 12 12"
      className="block size-3 flex-none fill-none stroke-current motion-safe:animate-[spin_900ms_linear_infinite]"
      strokeWidth="1.6"
      strokeLinecap="round"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      <circle cx="6" cy="6" r="4.4" opacity=".25" />
      <path d="M6 1.6A4.4 4.4 0 0 1 10.4 6" />
    </svg>
  )
}
