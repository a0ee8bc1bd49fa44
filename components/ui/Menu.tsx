'use client'

import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { buttonClass } from './Button'
import { Icon } from './Icon'
import { iconButtonClass } from './IconButton'
import { lazyPart } from './lazy-part'
import type { MenuItem } from './MenuList'
import { useTip } from './use-tip'

const MenuList = lazyPart(() => import('./MenuList').then((module) => module.MenuList))

type Props = {
  /** What the button says; with `triggerClass` it may be a picture, and then `name` is its name. Three dots without. */
  trigger?: ReactNode
  name?: string
  triggerClass?: string
  items: readonly MenuItem[]
  header?: ReactNode
  /** The edge of the button that the menu is flush with. */
  side?: 'left' | 'right'
}

/** A button with a menu (WAI-ARIA menu button pattern). A click or the down arrow opens it; it is never cut off by a scroll box. */
export function Menu({ trigger, name, triggerClass, items, header, side = 'right' }: Props) {
  const [opener, setOpener] = useState<HTMLElement | null>(null)
  const isOpen = opener !== null
  const id = useId()
  const { events, tip } = useTip(name)
  return (
    <div className="relative flex-none">
      <button
        id={`${id}button`}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `${id}menu` : undefined}
        aria-label={name}
        {...events}
        onClick={(event) => setOpener(isOpen ? null : event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || isOpen) return
          event.preventDefault()
          setOpener(event.currentTarget)
        }}
        className={triggerClass ?? (trigger === undefined ? iconButtonClass : buttonClass('plain'))}
      >
        {trigger ?? <Icon name="more" size={14} />}
        {trigger !== undefined && triggerClass === undefined && <Icon name="down" />}
      </button>
      {isOpen ? (
        <MenuList
          id={`${id}menu`}
          labelId={`${id}button`}
          items={items}
          header={header}
          align={side === 'right' ? 'end' : 'start'}
          opener={opener}
          onClose={() => setOpener(null)}
        />
      ) : (
        tip
      )}
    </div>
  )
}
