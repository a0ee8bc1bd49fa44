'use client'

import { useState } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from './IconButton'
import { PopMenu } from './PopMenu'
import type { PopItem } from './PopMenu'

type Props = {
  /** "Actions for vnet4". */
  name: string
  items: readonly PopItem[]
  /** The button's content with its class; three dots without. */
  trigger?: { label: ReactNode; className: string }
}

const GAP_PX = 4

/** A button that opens a menu below itself, also inside a scrolling table. */
export function PopMenuButton({ name, items, trigger }: Props) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null)
  const open = (button: HTMLElement): void => {
    const { left, bottom } = button.getBoundingClientRect()
    setAt({ x: left, y: bottom + GAP_PX })
  }
  const aria = { 'aria-haspopup': 'menu', 'aria-expanded': at !== null } as const
  return (
    <>
      {trigger === undefined ? (
        <IconButton icon="more" name={name} {...aria} onClick={(event) => open(event.currentTarget)} />
      ) : (
        <button type="button" className={trigger.className} {...aria} onClick={(event) => open(event.currentTarget)}>
          {trigger.label}
        </button>
      )}
      {at !== null && <PopMenu name={name} at={at} items={items} onClose={() => setAt(null)} />}
    </>
  )
}
