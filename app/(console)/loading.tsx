import { Skeleton } from '@/components/ui/Skeleton'

export default function Loading() {
  return <Skeleton label="Loading the page" rows={8} />
}
