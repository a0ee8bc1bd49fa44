'use client'

import { lazyForm } from '@/components/fields/lazy-form'
import { Panel } from '@/components/ui/Panel'

const PasswordForm = lazyForm(() => import('./PasswordForm').then((module) => module.PasswordForm))

export function PasswordPanel() {
  return (
    <Panel title="Password" lead="Changing it ends all your other sessions.">
      <PasswordForm />
    </Panel>
  )
}
