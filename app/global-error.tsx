'use client'

/** The last net: the root layout itself failed, so there is no style sheet and no provider to count on. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: 'system-ui, sans-serif', margin: '64px auto', maxWidth: 480, padding: '0 16px' }}>
        <h1>The console could not be drawn</h1>
        <p>Nothing was changed on your hosts. Try again, and if it stays, read the console&apos;s log.</p>
        <p>
          <code>{error.digest ?? error.message}</code>
        </p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  )
}
