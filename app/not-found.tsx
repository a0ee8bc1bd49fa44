import type { Metadata } from 'next'

export const metadata: Metadata = { title: 'Not found' }

/** Every page's scripts hold those of this one: a plain link, so that Next's own does not come with them twice. */
const WAY_OUT = '/hosts'

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-120 flex-col gap-3 px-4 py-16">
      <h1 className="text-20">There is nothing at this address</h1>
      <p className="text-fg-2">
        The page was moved or the host it belonged to was deleted. The list of hosts has everything that is left.
      </p>
      <p>
        <a href={WAY_OUT} className="text-accent underline underline-offset-2">
          Go to hosts
        </a>
      </p>
    </main>
  )
}
