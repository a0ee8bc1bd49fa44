'use client'

import { useEffect, useId, useRef } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from './IconButton'

type Props = {
  title: string
  onClose: () => void
  children: ReactNode
  /** `side`: a drawer at the right edge, the whole width on a phone. */
  place?: 'middle' | 'side'
}

const PLACES = {
  middle: 'm-auto max-h-[85dvh] w-120 max-w-[calc(100vw-32px)] rounded-card border',
  side: 'mt-0 mr-0 mb-0 ml-auto h-dvh max-h-none w-(--w-plan) max-w-full border-l',
}

/** A modal that stands on the browser's own <dialog>: focus stays inside, Escape closes, the page behind is inert. Mount it to open it. */
export function Dialog({ title, onClose, children, place = 'middle' }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        // The dialog's own box is covered by its children; what is left is the backdrop.
        if (event.target === event.currentTarget) event.currentTarget.close()
      }}
      className={`border-line-2 bg-surface-1 p-0 text-13 shadow-pop ${PLACES[place]}`}
    >
      <div className="flex items-center gap-2 border-b border-line-1 py-2 pr-2 pl-4">
        <h2 id={titleId} className="min-w-0 flex-1 text-14 break-words">
          {title}
        </h2>
        <IconButton icon="close" name="Close" onClick={() => dialog.current?.close()} />
      </div>
      <div className="flex flex-col gap-3 p-4">{children}</div>
    </dialog>
  )
}
