import type { Finding } from '@/lib/core/lint/finding'

/** What a finding rests on, what comes of it, and what would mend it. */
export function FindingDetails({ finding }: { finding: Pick<Finding, 'evidence' | 'consequence' | 'cure'> }) {
  return (
    <div className="flex flex-col gap-1 text-12">
      {finding.consequence !== '' && <p className="break-words">{finding.consequence}</p>}
      {finding.cure !== '' && (
        <p className="break-words">
          <span className="text-fg-2">Cure:</span> {finding.cure}
        </p>
      )}
      {finding.evidence.length > 0 && (
        <ul aria-label="Evidence" className="font-mono text-11 text-fg-2">
          {finding.evidence.map((fact) => (
            <li key={fact} className="break-words">
              {fact}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
