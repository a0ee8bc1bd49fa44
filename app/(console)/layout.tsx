import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { ConsoleShell } from '@/components/shell/ConsoleShell'
import { signInPath } from '@/lib/client/next-path'
import { readIsSetUp, readPageSession } from '@/lib/server/auth/page-session'

/** Shows the console to whoever is signed in. The data behind it is guarded by the API, not by this redirect. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const me = await readPageSession()
  if (me === null) {
    const path = (await headers()).get('x-patchbay-path') ?? '/hosts'
    redirect((await readIsSetUp()) ? signInPath(path) : '/setup')
  }
  return <ConsoleShell me={me}>{children}</ConsoleShell>
}
