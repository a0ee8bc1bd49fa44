import type { Metadata } from 'next'
import { WiringScreen } from '@/components/host/WiringScreen'

export const metadata: Metadata = { title: 'Wiring' }

export default function WiringPage() {
  return <WiringScreen />
}
