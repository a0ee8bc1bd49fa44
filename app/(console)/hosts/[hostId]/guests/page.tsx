import type { Metadata } from 'next'
import { GuestsScreen } from '@/components/host/GuestsScreen'

export const metadata: Metadata = { title: 'Guests' }

export default function GuestsPage() {
  return <GuestsScreen />
}
