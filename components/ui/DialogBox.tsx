'use client'

import * as Dialog from '@radix-ui/react-dialog'
import type { ReactNode } from 'react'
import { IconButton } from './IconButton'
import { useOpener } from './use-opener'

type Props = {
  title: string
  onClose: () => void
  children: ReactNode
  /** `side`: a drawer at the right edge, the whole width on a phone. */
  place?: 'middle' | 'side'
}

const PLACES = {
  middle: 'inset-0 m-auto h-fit max-h-[85dvh] w-120 max-w-[calc(100vw-32px)] rounded-card border',
  side: 'inset-y-0 right-0 h-dvh w-(--w-plan) max-w-full border-l',
}

/** A modal: the focus stays inside and goes back when it closes, Escape and a press beside it close, the page behind is inert. */
export function DialogBox({ title, onClose, children, place = 'middle' }: Props) {
  const giveBack = useOpener()
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-(--z-pop) bg-(--scrim)" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={focusWhole}
          onCloseAutoFocus={giveBack}
          className={`fixed z-(--z-pop) overflow-y-auto border-line-2 bg-surface-1 text-13 text-fg shadow-pop outline-none ${PLACES[place]}`}
        >
          <div className="flex items-center gap-2 border-b border-line-1 py-2 pr-2 pl-4">
            <Dialog.Title className="min-w-0 flex-1 text-14 break-words">{title}</Dialog.Title>
            <IconButton icon="close" name="Close" onClick={onClose} />
          </div>
          <div className="flex flex-col gap-3 p-4">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Where no field asks for the focus: its title is read first, and no button is ready to be pressed by mistake. */
function focusWhole(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}
