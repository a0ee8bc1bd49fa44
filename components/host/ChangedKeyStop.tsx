'use client'

import { lazyForm } from '@/components/fields/lazy-form'
import { isKeyChanged } from '@/components/hosts/host-condition'
import { HostKeyCard } from '@/components/hosts/HostKeyCard'
import { keyCheckCommand } from '@/components/hosts/key-check'
import { adminOnly, useMe } from '@/components/shell/me'
import { CopyButton } from '@/components/ui/CopyButton'
import type { Host, HostKey } from '@/lib/contract/hosts'

const PinOfferedKey = lazyForm(() => import('@/components/hosts/PinOfferedKey').then((module) => module.PinOfferedKey))

/** A changed key is a hard stop: old and new side by side, what it may mean, and the one act that goes on. */
export function ChangedKeyStop({ host }: { host: Host }) {
  if (!isKeyChanged(host)) return null
  return (
    <section aria-labelledby="key-title" className="border-b border-err bg-err-wash px-6 py-4 max-md:px-3">
      <div className="flex max-w-220 flex-col gap-3">
        <div>
          <h2 id="key-title" className="text-14">
            {host.name} offers another host key than the one you accepted
          </h2>
          <p className="text-12">
            Either the host was installed anew or its keys were changed, or someone stands between this console and the
            host. Until you decide, nothing is read, nothing is changed, and no password or key is sent.
          </p>
        </div>
        <div className="flex gap-3 max-md:flex-col">
          <HostKeyCard title="Pinned" hostKey={host.hostKey} />
          {host.offeredHostKey !== null && (
            <HostKeyCard title="Offered now" hostKey={host.offeredHostKey} tone="error" />
          )}
        </div>
        {host.offeredHostKey !== null && <AcceptKey host={host} offered={host.offeredHostKey} />}
      </div>
    </section>
  )
}

function AcceptKey({ host, offered }: { host: Host; offered: HostKey }) {
  const reason = adminOnly(useMe())
  const command = keyCheckCommand(offered.type)
  if (reason !== null) return <p className="text-12">{reason}</p>
  return (
    <div className="flex flex-col items-start gap-2 text-12">
      <p>On the host&apos;s own console, not over this network, run:</p>
      <div className="flex max-w-full items-center gap-1 rounded-node bg-surface-1 py-0.5 pr-1 pl-2.5">
        <code className="min-w-0 font-mono break-all">{command}</code>
        <CopyButton text={command} name="Copy the command" />
      </div>
      <PinOfferedKey host={host} offered={offered} />
    </div>
  )
}
