'use client'

import { useMe } from '@/components/shell/me'
import { AboutPanel } from './AboutPanel'
import { AppearancePanel } from './AppearancePanel'
import { PasswordPanel } from './PasswordPanel'
import { TokensPanel } from './TokensPanel'
import { UsersPanel } from './UsersPanel'

export function SettingsScreen() {
  const me = useMe()
  const isAdmin = me.role === 'admin'
  return (
    <div className="mx-auto flex w-full max-w-200 flex-col gap-4 px-6 py-4 max-md:px-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="text-16">Settings</h1>
        <span className="text-12 text-fg-2">
          signed in as <b>{me.login}</b>, role {me.role}
        </span>
      </div>
      <AppearancePanel />
      <PasswordPanel />
      {isAdmin && <TokensPanel />}
      {isAdmin && <UsersPanel />}
      <AboutPanel />
    </div>
  )
}
