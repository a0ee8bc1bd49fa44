import dynamic from 'next/dynamic'
import type { ComponentType } from 'react'
import { Skeleton } from '@/components/ui/Skeleton'

/** A form in a chunk of its own: no page waits for react-hook-form, and for what checks a form, before it shows. */
export function lazyForm<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return dynamic(load, { ssr: false, loading: () => <Skeleton label="Loading the form" /> })
}
