import { CopyButton } from '@/components/ui/CopyButton'
import type { HostKey } from '@/lib/contract/hosts'

/** A host key as OpenSSH names it, large enough to be compared letter by letter. */
export function HostKeyCard({
  title,
  hostKey,
  tone = 'plain',
}: {
  title: string
  hostKey: HostKey
  tone?: 'plain' | 'error'
}) {
  return (
    <div
      className={`flex min-w-0 flex-1 flex-col gap-1 rounded-card border px-3 py-2.5 ${
        tone === 'error' ? 'border-err bg-err-wash' : 'border-line-2 bg-panel'
      }`}
    >
      <div className="flex items-baseline justify-between gap-2 text-11 text-fg-2">
        <span>{title}</span>
        <span className="font-mono">{hostKey.type}</span>
      </div>
      <div className="flex items-center gap-1">
        <code className="min-w-0 flex-1 font-mono text-13 break-all" data-testid="fingerprint">
          {hostKey.fingerprint}
        </code>
        <CopyButton text={hostKey.fingerprint} name="Copy the fingerprint" />
      </div>
    </div>
  )
}
