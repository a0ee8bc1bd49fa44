import dynamic from 'next/dynamic'
import type { ComponentType } from 'react'
import { Skeleton } from '@/components/ui/Skeleton'

/**
 * A screen's body in a chunk of its own, asked for as soon as the screen's code runs and so beside the reading that it shows:
 * the page answers to its person before either is there.
 */
export function lazyBody<Props extends object>(
  label: string,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  // Where this fails, drawing it asks again and says so.
  if (typeof window !== 'undefined') load().catch(() => undefined)
  return dynamic(load, { ssr: false, loading: () => <Skeleton label={label} rows={8} /> })
}
