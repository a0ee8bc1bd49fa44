import type { Metadata } from 'next'
import { AddHostScreen } from '@/components/hosts/add/AddHostScreen'

export const metadata: Metadata = { title: 'Add host' }

export default function AddHostPage() {
  return <AddHostScreen />
}
