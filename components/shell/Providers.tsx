'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { ToastProvider } from '@/components/ui/Toast'
import { signInPath } from '@/lib/client/next-path'
import { createQueryClient } from '@/lib/client/query-client'

/** A whole page load, so that nothing of the ended session stays in memory. */
function goToSignIn(): void {
  const { pathname, search } = window.location
  if (pathname !== '/sign-in' && pathname !== '/setup') window.location.assign(signInPath(`${pathname}${search}`))
}

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient(goToSignIn))
  return (
    <QueryClientProvider client={queryClient}>
      <ToastProvider>{children}</ToastProvider>
    </QueryClientProvider>
  )
}
