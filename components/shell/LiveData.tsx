'use client'

import { useParams } from 'next/navigation'
import { useLive } from '@/lib/client/live/use-live'

/** Draws nothing: follows the open host, or all hosts where none is open. */
export function LiveData() {
  const { hostId } = useParams<{ hostId?: string }>()
  useLive(hostId ?? null)
  return null
}
