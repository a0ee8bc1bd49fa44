import type { Metadata } from 'next'

export const metadata: Metadata = { title: 'Hosts' }

export default function HostsPage() {
  return <h1>Hosts</h1>
}
