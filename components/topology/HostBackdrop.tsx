'use client'

import { ViewportPortal } from '@xyflow/react'
import type { Scene, SceneNote } from '@/lib/core/topology/place/scene'
import { Glyph } from './Glyph'
import { edgePath } from './edges/edge-path'
import { fades } from './fades'
import type { LensHost } from './lens-host'
import { useWiringView } from './WiringViewProvider'

type HostBackdropProps = { scene: Scene; host: LensHost; software: readonly string[] }

/** The host as a group box behind its nodes, and the notes that stand beside some of them. */
export function HostBackdrop({ scene, host, software }: HostBackdropProps) {
  const { x, y, width, height } = scene.hostBox
  return (
    <ViewportPortal>
      <div
        className="absolute -z-1 rounded-[12px] border border-line-2 bg-panel in-data-stale:bg-(image:--hatch)"
        style={{ left: x, top: y, width, height }}
      >
        <p className="flex h-6 items-center gap-2 pl-[11px] text-12/5 whitespace-nowrap">
          <Glyph name="host" />
          <b className="font-mono">{host.name}</b>
          <span className="text-fg-2">{host.address}</span>
          <span className="text-fg-3">{software.join(' · ')}</span>
        </p>
      </div>
      {scene.notes.map((note) => (
        <Note key={note.id} note={note} />
      ))}
    </ViewportPortal>
  )
}

const NOTE_KINDS: Record<SceneNote['kind'], { box: string; text: string }> = {
  addresses: {
    box: 'bg-surface-1 whitespace-nowrap text-fg-2',
    text: 'overflow-hidden font-mono text-fg text-ellipsis',
  },
  'no-neighbour': { box: 'border-dashed text-fg-3', text: '' },
}

function Note({ note }: { note: SceneNote }) {
  const isBright = useWiringView(({ brightIds }) => brightIds?.has(note.nodeId) ?? false)
  const { x, y, width, height } = note.box
  const kind = NOTE_KINDS[note.kind]
  return (
    <>
      {note.line.length > 1 ? (
        <svg className={`absolute -z-1 size-px overflow-visible ${fades(isBright)}`} aria-hidden="true">
          <path className="fill-none stroke-line-3 stroke-(length:--edge-access)" d={edgePath(note.line)} />
        </svg>
      ) : null}
      <div
        className={`absolute flex flex-col justify-center overflow-hidden rounded-node border border-line-2 px-2 text-11/[15px] ${kind.box} ${fades(isBright)}`}
        style={{ left: x, top: y, width, height }}
      >
        {note.texts.map((text) => (
          <span key={text} className={kind.text}>
            {text}
          </span>
        ))}
        {note.isManagement ? (
          <span className="flex items-center gap-1">
            <Glyph name="key" />
            this SSH session
          </span>
        ) : null}
      </div>
    </>
  )
}
