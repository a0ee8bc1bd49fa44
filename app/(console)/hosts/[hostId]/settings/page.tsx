import type { Metadata } from 'next'
import { HostSettingsScreen } from '@/components/host/HostSettingsScreen'

export const metadata: Metadata = { title: 'Host settings' }

export default function SettingsPage() {
  return <HostSettingsScreen />
}
