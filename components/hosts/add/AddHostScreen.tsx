'use client'

import { lazyForm } from '@/components/fields/lazy-form'
import { adminOnly, useMe } from '@/components/shell/me'
import { ErrorNote } from '@/components/ui/ErrorNote'

const AddHostFlow = lazyForm(() => import('./AddHostFlow').then((module) => module.AddHostFlow))

export function AddHostScreen() {
  const reason = adminOnly(useMe())
  return (
    <div className="mx-auto flex w-full max-w-180 flex-col gap-5 px-6 py-5 max-md:px-4">
      <h1 className="text-16">Add a host</h1>
      {reason !== null ? (
        <ErrorNote tone="warn" title="Hosts are added by administrators" message={reason} />
      ) : (
        <AddHostFlow />
      )}
    </div>
  )
}
