import type { Metadata } from 'next'
import { BondsScreen } from '@/components/host/BondsScreen'

export const metadata: Metadata = { title: 'Bonds' }

export default function BondsPage() {
  return <BondsScreen />
}
