import type { Metadata } from 'next'
import { ManagedScreen } from '@/components/desired/ManagedScreen'

export const metadata: Metadata = { title: 'Managed objects' }

export default function ManagedPage() {
  return <ManagedScreen />
}
