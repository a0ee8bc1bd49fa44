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
      <ul className="tp-actions">
        {items.map(({ id, label, tone, reason, onSelect }) => (
          <li key={id}>
            <Button
              tone={tone ?? 'plain'}
              disabled={reason != null}
              aria-describedby={reason == null ? undefined : `why-not-${id}`}
              onClick={onSelect}
            >
              {label}
            </Button>
            {reason == null ? null : (
              <span id={`why-not-${id}`} className="tp-fg-3">
                {reason}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
