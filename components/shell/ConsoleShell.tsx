import type { ReactNode } from 'react'
import type { Me } from '@/lib/contract/auth'
import { BottomBar } from './BottomBar'
import { LiveData } from './LiveData'
import { MeProvider } from './me'
import { StorageBanner } from './StorageBanner'
import { TopBar } from './TopBar'

/** The frame around every screen: the bars stay, the page between them scrolls. */
export function ConsoleShell({ me, children }: { me: Me; children: ReactNode }) {
  return (
    <MeProvider me={me}>
      <LiveData />
      <a
        href="#page"
        className="absolute top-2 left-2 z-(--z-toast) -translate-y-16 rounded-node bg-accent px-3 py-2 text-accent-ink focus:translate-y-0"
      >
        Skip to the page
      </a>
      <div className="flex h-dvh flex-col">
        <TopBar />
        <StorageBanner />
        <main id="page" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
          {children}
        </main>
        <BottomBar />
      </div>
    </MeProvider>
  )
}
