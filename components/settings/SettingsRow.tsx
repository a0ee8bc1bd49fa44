import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/Badge'

type Props = { name: string; badge: string; detail: string; children?: ReactNode }

export function SettingsRow({ name, badge, detail, children }: Props) {
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-12">
      <b className="min-w-0 break-words">{name}</b>
      <Badge>{badge}</Badge>
      <span className="min-w-0 flex-1 basis-48 text-fg-3">{detail}</span>
      {children}
    </li>
  )
}
