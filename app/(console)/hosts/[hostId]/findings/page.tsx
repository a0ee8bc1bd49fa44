import type { Metadata } from 'next'
import { FindingsScreen } from '@/components/findings/FindingsScreen'

export const metadata: Metadata = { title: 'Findings' }

export default function FindingsPage() {
  return <FindingsScreen />
}
