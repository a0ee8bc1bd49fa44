import type { Metadata } from 'next'
import { SwitchesScreen } from '@/components/host/SwitchesScreen'

export const metadata: Metadata = { title: 'Switches' }

export default function SwitchesPage() {
  return <SwitchesScreen />
}
