import type { Metadata } from 'next'
import { ChangesScreen } from '@/components/changes/ChangesScreen'

export const metadata: Metadata = { title: 'Changes' }

export default function ChangesPage() {
  return <ChangesScreen />
}
