import type { Metadata } from 'next'
import { HostsScreen } from '@/components/hosts/HostsScreen'

export const metadata: Metadata = { title: 'Hosts' }

export default function HostsPage() {
  return <HostsScreen />
}
