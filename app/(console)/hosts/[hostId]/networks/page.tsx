import type { Metadata } from 'next'
import { NetworksScreen } from '@/components/host/NetworksScreen'

export const metadata: Metadata = { title: 'Networks and portgroups' }

export default function NetworksPage() {
  return <NetworksScreen />
}
