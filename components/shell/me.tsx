'use client'

import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'
import type { Me } from '@/lib/contract/auth'

const MeContext = createContext<Me | null>(null)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

/** Who is signed in. Only below ConsoleShell, which has asked. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === null) throw new Error('useMe() was called outside the console: wrap the page in ConsoleShell')
  return me
}

/** Why an act of administrators is not offered; null where it is. The API decides for itself. */
export function adminOnly(me: Me): string | null {
  return me.role === 'admin' ? null : `Only administrators may do this; you are signed in as ${me.role}.`
}

/** Why an act that changes hosts is not offered; null where it is. The API decides for itself. */
export function operatorOnly(me: Me): string | null {
  return me.role === 'viewer' ? 'You may look, not change: ask an administrator for the role operator.' : null
}
