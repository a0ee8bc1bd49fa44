'use client'

import { useEffect, useId, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { buttonClass } from './Button'
import { Icon } from './Icon'
import type { IconName } from './Icon'

type MenuItem = { id: string; label: ReactNode; icon?: IconName; isChecked?: boolean; onSelect: () => void }

type Props = {
  /** What the button says; with `triggerClass` it may be a picture, and then `name` is its name. */
  trigger: ReactNode
  name?: string
  triggerClass?: string
  items: readonly MenuItem[]
  header?: ReactNode
  /** The edge of the button that the menu is flush with. */
  side?: 'left' | 'right'
}

/** A button with a menu (WAI-ARIA menu button pattern): arrows move, Home and End jump, Escape closes and gives focus back. */
export function Menu({ trigger, name, triggerClass, items, header, side = 'right' }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const menuId = useId()

  useEffect(() => {
    if (!isOpen) return
    menuItems(root.current)[0]?.focus()
    const closeOutside = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) setIsOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    return () => document.removeEventListener('pointerdown', closeOutside)
  }, [isOpen])

  const close = (): void => {
    setIsOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen) return
    if (event.key === 'Escape') close()
    else if (event.key === 'Tab') setIsOpen(false)
    else if (!moveFocus(menuItems(root.current), event.key)) return
    if (event.key !== 'Tab') event.preventDefault()
  }

  return (
    // Keys are handled here once for the button and every item; the div itself takes no focus.
    <div ref={root} role="presentation" className="relative flex-none" onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        aria-label={name}
        title={name}
        onClick={() => setIsOpen((open) => !open)}
        className={triggerClass ?? buttonClass('plain')}
      >
        {trigger}
        {triggerClass === undefined && <Icon name="down" />}
      </button>
      {isOpen && (
        <div
          className={`absolute z-(--z-pop) mt-1 max-h-[70dvh] min-w-44 overflow-y-auto rounded-card border border-line-2 bg-surface-1 p-1 shadow-pop ${
            side === 'right' ? 'right-0' : 'left-0'
          }`}
        >
          {header}
          <div id={menuId} role="menu" aria-label={name}>
            {items.map((item) => (
              <button
                key={item.id}
                type="button"
                role={item.isChecked === undefined ? 'menuitem' : 'menuitemradio'}
                aria-checked={item.isChecked}
                tabIndex={-1}
                onClick={() => {
                  close()
                  item.onSelect()
                }}
                className="flex h-8 w-full items-center gap-2 rounded-node px-2 text-left text-12 whitespace-nowrap hover:bg-surface-3 focus-visible:bg-surface-3 focus-visible:outline-offset-[-2px] max-md:h-touch max-md:text-14"
              >
                <span className="grid w-3 place-items-center text-fg-2">
                  {item.isChecked === true ? (
                    <Icon name="check" />
                  ) : (
                    item.icon !== undefined && <Icon name={item.icon} />
                  )}
                </span>
                {item.label}
              </button>
            ))}
          </div>
        </div>
      )}
    </div>
  )
}

function menuItems(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])]
}

/** True when the key was one that moves. */
function moveFocus(items: HTMLElement[], key: string): boolean {
  const at = items.findIndex((item) => item === document.activeElement)
  const target = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key]
  if (target === undefined) return false
  items.at(target >= items.length ? 0 : target)?.focus()
  return true
}
