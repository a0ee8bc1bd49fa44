/** A bar of part of a whole. The words beside it carry the numbers; `label` names it for those who do not see it. */
export function Progress({ value, max, label }: { value: number; max: number; label: string }) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      className="h-1 w-full overflow-hidden rounded-pill bg-surface-3"
    >
      <div
        className="h-full rounded-pill bg-accent transition-[width] duration-(--m-base)"
        style={{ width: `${max === 0 ? 0 : (100 * value) / max}%` }}
      />
    </div>
  )
}
