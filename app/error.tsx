'use client'

import { Button } from '@/components/ui/Button'

/** Shown when a page cannot be drawn. What went wrong on a host is shown inside the page; this is a fault of ours. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main className="mx-auto flex max-w-120 flex-col items-start gap-3 px-4 py-16">
      <h1 className="text-20">This page could not be drawn</h1>
      <p className="text-fg-2">
        That is a fault of the console, not of your hosts; nothing was changed on them. Try again, and if it stays, give
        the line below to whoever runs the console.
      </p>
      <code className="rounded-node bg-surface-2 px-2 py-1 font-mono text-12 break-words">
        {error.digest ?? error.message}
      </code>
      <Button tone="primary" onClick={reset}>
        Try again
      </Button>
    </main>
  )
}
