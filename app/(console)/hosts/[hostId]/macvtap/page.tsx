import type { Metadata } from 'next'
import { MacvtapScreen } from '@/components/host/MacvtapScreen'

export const metadata: Metadata = { title: 'macvtap' }

export default function MacvtapPage() {
  return <MacvtapScreen />
}
