import type { ReactNode } from 'react'
import { HostFrame } from '@/components/host/HostFrame'

type Props = { params: Promise<{ hostId: string }>; children: ReactNode }

export default async function HostLayout({ params, children }: Props) {
  const { hostId } = await params
  return <HostFrame hostId={hostId}>{children}</HostFrame>
}
