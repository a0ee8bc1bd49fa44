'use client'

import { useQuery } from '@tanstack/react-query'
import { Panel } from '@/components/ui/Panel'
import { healthQueries } from '@/lib/client/queries/health'
import { useIsHydrated } from '@/lib/client/use-is-hydrated'

export function AboutPanel() {
  const { data } = useQuery(healthQueries.current())
  const isHydrated = useIsHydrated()
  return (
    <Panel title="About">
      <p className="text-12 text-fg-2">
        Patchbay {isHydrated ? (data?.version ?? '') : ''}. The virtual networking of KVM hosts, over SSH alone. Apache
        License 2.0.{' '}
        <a href="/api/v1/openapi.json" className="text-accent underline underline-offset-2">
          OpenAPI document of the API
        </a>
      </p>
    </Panel>
  )
}
