import { CopyButton } from '@/components/ui/CopyButton'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { SourceReport, Tool } from '@/lib/core/model/network-state'
import { SourceProblems } from './SourceProblems'

/** Which tools are there, what is not shown without the others, and how reading went. */
export function ReadinessReport({ tools, sources }: { tools: readonly Tool[]; sources: readonly SourceReport[] }) {
  // The list of tools says already what is missing, and how to install it.
  const problems = sources.filter(({ status, problems }) => status !== 'missing' && problems.length > 0)
  return (
    <div className="flex flex-col gap-4">
      <ToolList tools={tools} />
      {problems.map((source) => (
        <SourceProblems key={source.id} source={source} />
      ))}
    </div>
  )
}

/** Missing tools first: they are what there is to do. */
export function ToolList({ tools }: { tools: readonly Tool[] }) {
  const ordered = [...tools].sort((a, b) => Number(a.isPresent) - Number(b.isPresent))
  return (
    <ul
      aria-label="Tools on the host"
      className="divide-y divide-line-1 rounded-card border border-line-2 bg-surface-1"
    >
      {ordered.map((tool) => (
        <li key={tool.name} className="grid grid-cols-[12px_1fr] gap-x-2 px-3 py-2 text-12">
          <span className="pt-[3px]">
            <StatusGlyph status={tool.isPresent ? 'ok' : 'warn'} label={tool.isPresent ? 'found' : 'missing'} />
          </span>
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
            <b className="font-mono">{tool.name}</b>
            <span className="text-fg-2">{tool.isPresent ? (tool.version ?? 'found') : 'not found'}</span>
            <span className="text-fg-3">{tool.purpose}</span>
          </div>
          {!tool.isPresent && tool.installCommand !== null && (
            <div className="col-start-2 mt-1 flex items-center gap-1 rounded-node bg-surface-2 py-0.5 pr-1 pl-2.5">
              <code className="min-w-0 flex-1 font-mono text-11 break-all">{tool.installCommand}</code>
              <CopyButton text={tool.installCommand} name={`Copy the command that installs ${tool.name}`} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
