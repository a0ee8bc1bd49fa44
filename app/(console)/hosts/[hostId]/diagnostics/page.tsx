import type { Metadata } from 'next'
import { DiagnosticsScreen } from '@/components/host/DiagnosticsScreen'

export const metadata: Metadata = { title: 'Diagnostics' }

export default function DiagnosticsPage() {
  return <DiagnosticsScreen />
}
