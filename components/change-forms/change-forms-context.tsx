'use client'

import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { operatorOnly, useMe } from '@/components/shell/me'
import { useStagedEdits } from '@/lib/client/staged-edits/use-staged-edits'
import type { DrawerView } from './form-request'

/* The forms bring the planner along. They are loaded when the first is opened, or when something is staged. */
const ChangeDrawer = dynamic(() => import('./ChangeDrawer').then((module) => module.ChangeDrawer), { ssr: false })
const StagedEditsTray = dynamic(() => import('./staged/StagedEditsTray').then((module) => module.StagedEditsTray), {
  ssr: false,
})

export type ChangeForms = {
  /** Why this person may not change hosts; null where they may. */
  reason: string | null
  open: (view: DrawerView) => void
}

const ChangeFormsContext = createContext<ChangeForms>({ reason: null, open: () => undefined })

/** How any part of a host's screens opens a form. The forms themselves are elsewhere, and load when they are needed. */
export const useChangeForms = (): ChangeForms => useContext(ChangeFormsContext)

/** Where the drawer goes next once the person lets go of what they typed; `view` null: it closes. */
export type Leaving = { view: DrawerView | null }

export type DrawerControl = {
  view: DrawerView | null
  /** Goes to another view, or closes with null; asks first where something typed would be lost. */
  go: (view: DrawerView | null) => void
  /** The same without asking: nothing is lost. */
  show: (view: DrawerView | null) => void
  leaving: Leaving | null
  stay: () => void
  leave: () => void
  /** Whether something is typed that would be lost. */
  noteDirty: (isDirty: boolean) => void
}

/** The host's screens with the drawer beside them and the tray of staged edits below. */
export function ChangeFormsProvider({ hostId, children }: { hostId: string; children: ReactNode }) {
  const me = useMe()
  const pathname = usePathname()
  const [staged] = useStagedEdits(hostId)
  const [view, setView] = useState<DrawerView | null>(null)
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const isDirty = useRef(false)

  const show = useCallback((next: DrawerView | null) => {
    isDirty.current = false
    setLeaving(null)
    setView(next)
  }, [])
  const go = useCallback(
    (next: DrawerView | null) => {
      if (isDirty.current) setLeaving({ view: next })
      else show(next)
    },
    [show],
  )
  const reason = operatorOnly(me)
  const noteDirty = useCallback((now: boolean) => {
    isDirty.current = now
  }, [])
  const forms = useMemo((): ChangeForms => ({ reason, open: go }), [reason, go])
  // A change that is under review has its own screen with its own acts.
  const isReviewing = pathname.startsWith(`/hosts/${hostId}/changes/`)
  const isOpen = view !== null && reason === null && !isReviewing
  const isTrayShown = reason === null && !isReviewing && staged.edits.length > 0
  const control: DrawerControl = {
    view,
    go,
    show,
    leaving,
    stay: () => setLeaving(null),
    leave: () => show(leaving?.view ?? null),
    noteDirty,
  }
  return (
    <ChangeFormsContext value={forms}>
      <div className="flex min-h-0 flex-1" data-drawer={isOpen ? 'open' : undefined}>
        <div className="flex min-w-0 flex-1 flex-col">
          <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
          {isTrayShown && <StagedEditsTray hostId={hostId} onOpen={go} />}
        </div>
        {isOpen && <ChangeDrawer hostId={hostId} control={control} />}
      </div>
    </ChangeFormsContext>
  )
}
