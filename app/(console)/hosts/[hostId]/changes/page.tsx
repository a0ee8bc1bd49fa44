import type { Metadata } from 'next'
import { HostChangesScreen } from '@/components/changes/HostChangesScreen'

export const metadata: Metadata = { title: 'Changes' }

export default function HostChangesPage() {
  return <HostChangesScreen />
}
