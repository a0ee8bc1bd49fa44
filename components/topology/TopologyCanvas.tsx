'use client'

import '@xyflow/react/dist/base.css'
import { ReactFlow, ReactFlowProvider, useReactFlow, useStore } from '@xyflow/react'
import { memo, useMemo, useRef, type FocusEvent, type KeyboardEvent } from 'react'
import { useShared } from '@/lib/client/use-shared'
import type { Scene } from '@/lib/core/topology/place/scene'
import { EdgeLayer } from './edges/EdgeLayer'
import { RateLayer } from './edges/RateLayer'
import { HostBackdrop } from './HostBackdrop'
import type { LensHost } from './lens-host'
import { ARROW_DIRECTIONS, neighbourOf } from './neighbours'
import { ManagementSentence } from './ManagementSentence'
import { NODE_TYPES } from './nodes/node-types'
import { RankHeader } from './RankHeader'
import type { SceneItem } from './scene-items'
import { toFlowNodes } from './to-flow'
import { useAutoFit } from './use-auto-fit'
import { FAR_ZOOM, MAX_ZOOM, MIN_ZOOM, revealBox } from './viewport'
import { useWiringView } from './WiringViewProvider'
import { ZoomControls } from './ZoomControls'

/** Above this many boxes only those in the window are mounted: worth it for panning, costly below (see React Flow #3883). */
const MOUNT_ALL_UP_TO = 300
const PAN_MARGIN_PX = 600

/** The scene counts in pixels, whatever the browser's font size: so do all distances in it. */
const CANVAS = 'relative min-h-0 flex-1 overflow-hidden bg-canvas [--spacing:4px]'
/** React Flow's own style is in no layer, and would win. An underscore is written `\_`. */
const ATTRIBUTION = String.raw`[&_.react-flow\_\_attribution]:rounded-tl-chip! [&_.react-flow\_\_attribution]:bg-app! [&_.react-flow\_\_attribution]:px-1.5! [&_.react-flow\_\_attribution]:py-px! [&_.react-flow\_\_attribution]:text-[11px]! [&_.react-flow\_\_attribution_a]:text-fg-3!`
/** A host that does not answer: its last picture, grey and hatched. */
const STALE = String.raw`is-stale bg-(image:--hatch) [&_.react-flow\_\_viewport]:opacity-85 [&_.react-flow\_\_viewport]:grayscale`

type TopologyCanvasProps = {
  scene: Scene
  items: readonly SceneItem[]
  host: LensHost
  software: readonly string[]
  isStale: boolean
  /** A drag of the canvas began or ended. */
  onPanning: (isPanning: boolean) => void
  onClear: () => void
  /** What a change does to our own way, said beside it. */
  managementSentence?: string
}

/** The one place that renders React Flow. It knows places and lines; what they mean is in the scene and the view. */
export const TopologyCanvas = memo(function TopologyCanvas(props: TopologyCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  )
})

function Canvas({
  scene,
  items,
  host,
  software,
  isStale,
  onPanning,
  onClear,
  managementSentence,
}: TopologyCanvasProps) {
  const frame = useRef<HTMLDivElement>(null)
  const selectedId = useWiringView((view) => view.selectedId)
  const isFading = useWiringView((view) => view.brightIds !== null)
  const fit = useAutoFit(scene, selectedId, frame)
  const isFar = useStore((state) => state.transform[2] < FAR_ZOOM)
  const nodes = useShared(useMemo(() => toFlowNodes(items), [items]))
  const { getViewport, setViewport } = useReactFlow()

  const followArrow = (event: KeyboardEvent) => {
    const direction = ARROW_DIRECTIONS[event.key]
    const id = nodeIdOf(event.target)
    if (!direction || id === null || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const next = neighbourOf(scene, items, id, direction)
    if (next !== null) frame.current?.querySelector<HTMLElement>(`[data-node-id="${CSS.escape(next)}"]`)?.focus()
  }

  /** A node reached by keyboard outside the window is panned into it; the browser must not scroll the canvas instead. */
  const revealFocused = (event: FocusEvent) => {
    const id = event.target.matches(':focus-visible') ? nodeIdOf(event.target) : null
    const box = scene.nodes.find(({ node }) => node.id === id)?.box
    if (!box || !frame.current) return
    const before = getViewport()
    const after = revealBox(before, box, { width: frame.current.clientWidth, height: frame.current.clientHeight })
    if (after === before) return
    fit.holdStill()
    void setViewport(after)
  }

  return (
    <>
      <RankHeader columns={scene.columns} />
      {/* Arrow keys work from any node inside; the nodes themselves are buttons. */}
      <div
        ref={frame}
        className={`${CANVAS} ${ATTRIBUTION} ${isStale ? STALE : ''}`}
        data-far={isFar || undefined}
        data-fading={isFading || undefined}
        data-stale={isStale || undefined}
        onKeyDown={followArrow}
        onFocus={revealFocused}
      >
        <ReactFlow
          nodes={nodes}
          nodeTypes={NODE_TYPES}
          minZoom={MIN_ZOOM}
          maxZoom={MAX_ZOOM}
          translateExtent={[
            [-PAN_MARGIN_PX, -PAN_MARGIN_PX],
            [scene.width + PAN_MARGIN_PX, scene.height + PAN_MARGIN_PX],
          ]}
          onlyRenderVisibleElements={items.length > MOUNT_ALL_UP_TO}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          zoomOnDoubleClick={false}
          panOnScroll
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          aria-label={`Wiring of ${host.name}`}
          onMoveStart={(event) => {
            // Without an event it was us who moved it.
            if (event !== null) onPanning(true)
          }}
          onMove={(event) => {
            // A mere click begins and ends a move without one.
            if (event !== null) fit.holdStill()
          }}
          onMoveEnd={() => onPanning(false)}
          onPaneClick={onClear}
        >
          <HostBackdrop scene={scene} host={host} software={software} />
          {managementSentence === undefined ? null : <ManagementSentence scene={scene} text={managementSentence} />}
          <EdgeLayer scene={scene} />
          <RateLayer scene={scene} />
        </ReactFlow>
        <ZoomControls scene={scene} onZoom={fit.holdStill} onReset={fit.followAgain} />
      </div>
    </>
  )
}

const nodeIdOf = (target: EventTarget) =>
  target instanceof HTMLElement ? (target.closest<HTMLElement>('[data-node-id]')?.dataset.nodeId ?? null) : null
