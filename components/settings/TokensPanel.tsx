'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { lazyForm } from '@/components/fields/lazy-form'
import { Button } from '@/components/ui/Button'
import { CopyButton } from '@/components/ui/CopyButton'
import { Dialog } from '@/components/ui/Dialog'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { Panel } from '@/components/ui/Panel'
import { Skeleton } from '@/components/ui/Skeleton'
import { useToast } from '@/components/ui/Toast'
import { formatDateTime } from '@/lib/client/format'
import { tokenQueries, useDeleteToken } from '@/lib/client/queries/tokens'
import type { ApiToken, CreateTokenResponse } from '@/lib/contract/auth'
import { ConfirmButton } from './ConfirmButton'
import { SettingsRow } from './SettingsRow'

const TokenForm = lazyForm(() => import('./TokenForm').then((module) => module.TokenForm))

export function TokensPanel() {
  const tokens = useQuery(tokenQueries.list())
  const [isAdding, setIsAdding] = useState(false)
  const [created, setCreated] = useState<CreateTokenResponse | null>(null)
  return (
    <Panel
      title="API tokens"
      lead="For scripts and other programs: sent as Authorization: Bearer. A token belongs to whoever made it: it ends with them, never has more rights than they, and makes neither tokens nor users."
    >
      {tokens.data !== undefined ? (
        <ul aria-label="API tokens" className="divide-y divide-line-1">
          {tokens.data.tokens.map((token) => (
            <TokenItem key={token.id} token={token} />
          ))}
          {tokens.data.tokens.length === 0 && <li className="text-12 text-fg-2">No token yet.</li>}
        </ul>
      ) : tokens.error !== null ? (
        <ErrorNote title="The tokens could not be loaded" message={tokens.error.message} />
      ) : (
        <Skeleton label="Loading the tokens" rows={2} />
      )}
      <div>
        <Button icon="add" size="large" onClick={() => setIsAdding(true)}>
          New token
        </Button>
      </div>
      {isAdding && (
        <Dialog title="New API token" onClose={() => setIsAdding(false)}>
          <TokenForm
            onDone={(token) => {
              setIsAdding(false)
              setCreated(token)
            }}
          />
        </Dialog>
      )}
      {created !== null && <ShownOnce token={created} onClose={() => setCreated(null)} />}
    </Panel>
  )
}

function TokenItem({ token }: { token: ApiToken }) {
  const remove = useDeleteToken()
  const toast = useToast()
  const whose = token.owner === null ? 'of the environment' : `of ${token.owner}`
  const used = token.lastUsedAt === null ? 'never used' : `last used ${formatDateTime(token.lastUsedAt)}`
  const ends = token.expiresAt === null ? 'never expires' : `expires ${formatDateTime(token.expiresAt)}`
  return (
    <SettingsRow name={token.name} badge={token.effectiveRole} detail={`${whose}, ${used}, ${ends}`}>
      <ConfirmButton
        label="Revoke"
        question={`Revoke ${token.name}?`}
        consequence="Whatever uses it is refused from then on. A revoked token does not come back."
        isBusy={remove.isPending}
        onConfirm={() =>
          remove.mutate(token.id, {
            onSuccess: () => toast(`${token.name} is revoked.`),
            onError: (error) => toast(`${token.name} was not revoked: ${error.message}`, 'error'),
          })
        }
      />
    </SettingsRow>
  )
}

/** The one time a token's text is seen: the server keeps only its hash. */
function ShownOnce({ token, onClose }: { token: CreateTokenResponse; onClose: () => void }) {
  return (
    <Dialog title={`The token “${token.name}”`} onClose={onClose}>
      <p className="text-fg-2">Copy it now. It is shown this once and cannot be shown again.</p>
      <div className="flex items-center gap-1 rounded-node bg-surface-2 py-1 pr-1 pl-2.5">
        <code data-testid="token" className="min-w-0 flex-1 font-mono break-all">
          {token.token}
        </code>
        <CopyButton text={token.token} name="Copy the token" />
      </div>
      <div className="flex justify-end">
        <Button tone="primary" size="large" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </Dialog>
  )
}
