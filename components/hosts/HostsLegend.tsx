import { Pip } from './NicPips'

export function HostsLegend() {
  return (
    <div className="flex h-legend flex-none items-center gap-2.5 overflow-hidden border-t border-line-1 bg-app px-3 text-11 whitespace-nowrap text-fg-2 max-md:hidden">
      <LegendItem kind="up">NIC up</LegendItem>
      <LegendItem kind="down">no carrier</LegendItem>
      <LegendItem kind="management">carries our SSH</LegendItem>
      <LegendItem kind="unknown">not known now</LegendItem>
      <span className="flex items-center gap-1.5">
        <span className="flex gap-0.5 rounded-[4px] border border-line-2 p-0.5">
          <Pip kind="up" />
          <Pip kind="up" />
        </span>
        one bond
      </span>
      <span aria-hidden className="h-4 w-px bg-line-2" />
      stale: last good reading kept, greyed, with its age
    </div>
  )
}

function LegendItem({ kind, children }: { kind: 'up' | 'down' | 'management' | 'unknown'; children: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <Pip kind={kind} />
      {children}
    </span>
  )
}
