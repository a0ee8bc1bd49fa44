'use client'

import dynamic from 'next/dynamic'
import { memo } from 'react'
import { IconButton } from '@/components/ui/IconButton'
import type { NetworkState } from '@/lib/core/model/network-state'
import { rateSourceOf } from '@/lib/core/rates/rate-source'
import type { Graph, GraphNode, NodeKind } from '@/lib/core/topology/graph/graph'
import { Glyph, type GlyphName } from '../Glyph'
import { HealthGlyph } from '../HealthGlyph'
import { HEALTH_TONES } from '../health-tones'
import { HEALTH_WORDS, KIND_WORDS, titleOf } from '../node-words'
import type { WiringPath } from '../use-wiring'
import { factGroupsOf } from './fact-groups-of'
import { FactGroups } from './FactGroups'
import { InspectorBody, InspectorHead } from './Inspector'
import { NodeActions } from './NodeActions'
import { PathSection } from './PathSection'
import { TrafficSection } from './TrafficSection'
import { WhyVlan } from './WhyVlan'
import { whyVlan } from './why-vlan'
import { WiredTo } from './WiredTo'

const NodeDesired = dynamic(() => import('@/components/desired/NodeDesired').then((module) => module.NodeDesired), {
  ssr: false,
})
/** The rules come when something is first selected. */
const NodeFindings = dynamic(() => import('@/components/findings/NodeFindings').then((module) => module.NodeFindings), {
  ssr: false,
})

const KIND_GLYPHS: Partial<Record<NodeKind, GlyphName>> = {
  switch: 'switch',
  'switch-port': 'switch',
  bond: 'bond',
  'linux-bridge': 'linuxBridge',
  'ovs-bridge': 'ovsBridge',
  'fake-bridge': 'fakeBridge',
  network: 'network',
  portgroup: 'portgroup',
  tunnel: 'tunnel',
  'tunnel-remote': 'tunnel',
  guest: 'guest',
  controller: 'controller',
  unrecognised: 'unknown',
}

type SelectionProps = {
  state: NetworkState
  graph: Graph
  node: GraphNode
  path: WiringPath
  onSelect: (id: string) => void
  onClose: () => void
}

/** Everything known about the selected node: the way it is on, then its facts, each under the command that said them. */
export const Selection = memo(function Selection({ state, graph, node, path, onSelect, onClose }: SelectionProps) {
  const parent = graph.nodes.find(({ id }) => id === node.parent) ?? null
  const groups = factGroupsOf(state, graph, node, path)
  const rows = whyVlan(state, graph, node, path)
  const source = rateSourceOf(state, graph, node)
  return (
    <>
      <InspectorHead
        title={
          <>
            <span className="text-accent">
              <Glyph name={KIND_GLYPHS[node.kind] ?? 'plug'} size={14} />
            </span>
            {titleOf(node, parent)}
          </>
        }
      >
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-fg-2">
          <span>{KIND_WORDS[node.kind]}</span>
          <span className="inline-flex items-center gap-1">
            <HealthGlyph health={node.health} />
            {HEALTH_WORDS[node.health]}
          </span>
          <span className={node.ownership === 'drifted' ? 'text-warn' : undefined}>{node.ownership}</span>
          {node.isManagement ? <span>carries this SSH session</span> : null}
        </p>
        {node.healthReason ? <p className={`mt-0.5 ${HEALTH_TONES[node.health]}`}>{node.healthReason}</p> : null}
        <span className="absolute top-2 right-2">
          <IconButton icon="close" name="Close the inspector" onClick={onClose} />
        </span>
      </InspectorHead>
      <InspectorBody>
        <NodeActions state={state} node={node} />
        <NodeDesired state={state} node={node} />
        <NodeFindings state={state} graph={graph} node={node} />
        <PathSection path={path} onSelect={onSelect} />
        <WhyVlan rows={rows} />
        {source === null ? null : <TrafficSection key={node.id} source={source} />}
        <FactGroups state={state} groups={groups} />
        <WiredTo graph={graph} node={node} onSelect={onSelect} />
      </InspectorBody>
    </>
  )
})
