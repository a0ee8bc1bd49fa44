import type { Metadata } from 'next'
import { ChangeScreen } from '@/components/change/ChangeScreen'

export const metadata: Metadata = { title: 'Change' }

type Props = { params: Promise<{ changeId: string }> }

export default async function ChangePage({ params }: Props) {
  const { changeId } = await params
  return <ChangeScreen changeId={changeId} />
}
