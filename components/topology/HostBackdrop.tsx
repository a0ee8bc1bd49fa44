'use client'

import { ViewportPortal } from '@xyflow/react'
import type { Scene, SceneNote } from '@/lib/core/topology/place/scene'
import { Glyph } from './Glyph'
import { edgePath } from './edges/edge-path'
import type { LensHost } from './lens-host'
import { useWiringView } from './WiringViewProvider'

type HostBackdropProps = { scene: Scene; host: LensHost; software: readonly string[] }

/** The host as a group box behind its nodes, and the notes that stand beside some of them. */
export function HostBackdrop({ scene, host, software }: HostBackdropProps) {
  const { x, y, width, height } = scene.hostBox
  return (
    <ViewportPortal>
      <div className="tp-host-box" style={{ left: x, top: y, width, height }}>
        <p className="tp-host-label">
          <Glyph name="host" />
          <b className="tp-mono">{host.name}</b>
          <span className="tp-fg-2">{host.address}</span>
          <span className="tp-fg-3">{software.join(' · ')}</span>
        </p>
      </div>
      {scene.notes.map((note) => (
        <Note key={note.id} note={note} />
      ))}
    </ViewportPortal>
  )
}

function Note({ note }: { note: SceneNote }) {
  const isBright = useWiringView(({ brightIds }) => brightIds?.has(note.nodeId) ?? false)
  const { x, y, width, height } = note.box
  const fades = `tp-fades${isBright ? ' is-bright' : ''}`
  return (
    <>
      {note.line.length > 1 ? (
        <svg className={`tp-note-line ${fades}`} aria-hidden="true">
          <path d={edgePath(note.line)} />
        </svg>
      ) : null}
      <div className={`tp-note tp-note-${note.kind} ${fades}`} style={{ left: x, top: y, width, height }}>
        {note.texts.map((text) => (
          <span key={text}>{text}</span>
        ))}
        {note.isManagement ? (
          <span className="tp-note-key">
            <Glyph name="key" />
            this SSH session
          </span>
        ) : null}
      </div>
    </>
  )
}
