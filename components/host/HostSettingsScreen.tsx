'use client'

import { lazyForm } from '@/components/fields/lazy-form'
import { adminOnly, useMe } from '@/components/shell/me'
import { ErrorNote } from '@/components/ui/ErrorNote'
import { DeleteHostPanel } from './DeleteHostPanel'
import { useHost } from './host-context'
import { RepinPanel } from './RepinPanel'

const GeneralForm = lazyForm(() => import('./GeneralForm').then((module) => module.GeneralForm))
const CredentialsForm = lazyForm(() => import('./CredentialsForm').then((module) => module.CredentialsForm))

export function HostSettingsScreen() {
  const host = useHost()
  const reason = adminOnly(useMe())
  return (
    <div className="mx-auto flex w-full max-w-180 flex-col gap-4 px-6 py-4 max-md:px-3">
      <h1 className="text-16">Settings of {host.name}</h1>
      {reason !== null ? (
        <ErrorNote tone="warn" title="Hosts are changed by administrators" message={reason} />
      ) : (
        // The key starts the forms anew when another host is opened.
        <div key={host.id} className="flex flex-col gap-4">
          <GeneralForm host={host} />
          <CredentialsForm host={host} />
          <RepinPanel host={host} />
          <DeleteHostPanel host={host} />
        </div>
      )}
    </div>
  )
}
