'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { ToastProvider } from '@/components/ui/Toast'
import { signInPath } from '@/lib/client/next-path'
import { openAfresh } from '@/lib/client/open-afresh'
import { createQueryClient } from '@/lib/client/query-client'

function goToSignIn(): void {
  const { pathname, search } = window.location
  if (pathname !== '/sign-in' && pathname !== '/setup') openAfresh(signInPath(`${pathname}${search}`))
}

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient(goToSignIn))
  return (
    <QueryClientProvider client={queryClient}>
      <ToastProvider>{children}</ToastProvider>
    </QueryClientProvider>
  )
}
