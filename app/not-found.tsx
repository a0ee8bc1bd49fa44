import type { Metadata } from 'next'
import Link from 'next/link'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-120 flex-col gap-3 px-4 py-16">
      <h1 className="text-20">There is nothing at this address</h1>
      <p className="text-fg-2">
        The page was moved or the host it belonged to was deleted. The list of hosts has everything that is left.
      </p>
      <p>
        <Link href="/hosts" className="text-accent underline underline-offset-2">
          Go to hosts
        </Link>
      </p>
    </main>
  )
}
