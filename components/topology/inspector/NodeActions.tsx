'use client'

import { nodeActions } from '@/components/change-forms/actions/node-actions'
import { useObjectActions } from '@/components/change-forms/actions/use-object-actions'
import { Button } from '@/components/ui/Button'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { GraphNode } from '@/lib/core/topology/graph/graph'
import { Section } from './InspectorParts'

/** What can be done with the selected node; the same as its context menu. */
export function NodeActions({ state, node }: { state: NetworkState; node: GraphNode }) {
  const toItems = useObjectActions()
  const items = toItems?.(nodeActions(state, node)) ?? []
  if (items.length === 0) return null
  return (
    <Section title="Actions" aside={<span className="max-md:hidden">right click, or the menu key</span>}>
      <ul className="flex flex-wrap gap-1.5">
        {items.map(({ id, label, tone, reason, onSelect }) => (
          <li key={id} className="flex max-w-full flex-col items-start gap-0.5 text-11/4">
            <Button
              tone={tone ?? 'plain'}
              disabled={reason != null}
              aria-describedby={reason == null ? undefined : `why-not-${id}`}
              onClick={onSelect}
            >
              {label}
            </Button>
            {reason == null ? null : (
              <span id={`why-not-${id}`} className="text-fg-3">
                {reason}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
