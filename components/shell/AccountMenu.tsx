'use client'

import { useRouter } from 'next/navigation'
import { Menu } from '@/components/ui/Menu'
import { useToast } from '@/components/ui/Toast'
import { openAfresh } from '@/lib/client/open-afresh'
import { useSignOut } from '@/lib/client/queries/auth'
import { useMe } from './me'

export function AccountMenu() {
  const me = useMe()
  const router = useRouter()
  const signOut = useSignOut()
  const toast = useToast()
  return (
    <Menu
      name={`Account of ${me.login}`}
      trigger={me.login.slice(0, 2).toUpperCase()}
      triggerClass="grid size-7 place-items-center rounded-pill bg-surface-3 text-11 font-strong text-fg-2 hover:text-fg max-md:size-9"
      header={
        <div className="border-b border-line-1 px-3 pt-1.5 pb-2 text-12">
          <div className="font-strong">{me.login}</div>
          <div className="text-fg-3">{me.role}</div>
        </div>
      }
      items={[
        { id: 'settings', label: 'Settings', icon: 'settings', onSelect: () => router.push('/settings') },
        {
          id: 'sign-out',
          label: 'Sign out',
          icon: 'exit',
          onSelect: () =>
            signOut.mutate(undefined, {
              onSuccess: () => openAfresh('/sign-in'),
              onError: (error) => toast(`You are still signed in: ${error.message}`, 'error'),
            }),
        },
      ]}
    />
  )
}
