'use client'

import { useRef } from 'react'
import type { FocusEvent, KeyboardEvent, ReactNode } from 'react'
import * as DropdownMenu from '@radix-ui/react-dropdown-menu'
import { Icon } from './Icon'
import type { IconName } from './Icon'

export type MenuItem = {
  id: string
  label: ReactNode
  icon?: IconName
  tone?: 'danger'
  /** One of a few choices, and whether it is the present one. Choices come before all else. */
  isChecked?: boolean
  /** Why it cannot be done just now: shown below its label; the item takes no click. */
  reason?: string | null
  onSelect: () => void
}

type Props = {
  /** Its name, read aloud: "Actions for vnet4". A menu of a button has the button's, by `labelId`. */
  name?: string
  labelId?: string
  id?: string
  items: readonly MenuItem[]
  header?: ReactNode
  /** Where it opens, in the window; without, below the nearest positioned element around it. */
  at?: { x: number; y: number }
  /** The edge that it is flush with. */
  align?: 'start' | 'end'
  /** What had the focus, and gets it back before an item acts. A press on it is left to it. */
  opener: HTMLElement | null
  onClose: () => void
}

const GAP_PX = 4
const EDGE_PX = 8

/** An open menu. Mount it to open it. Arrows, Home, End and letters move; Escape, Tab and a press elsewhere close. */
export function MenuList({ name, labelId, id, items, header, at, align = 'start', opener, onClose }: Props) {
  const isEntered = useRef(false)
  const choices = items.filter(({ isChecked }) => isChecked !== undefined)
  const acts = items.filter(({ isChecked }) => isChecked === undefined)

  /** The first item is ready however the menu was opened. */
  const enter = (event: FocusEvent<HTMLElement>): void => {
    if (isEntered.current || event.target !== event.currentTarget) return
    isEntered.current = true
    event.currentTarget.querySelector<HTMLElement>('[role^=menuitem]')?.focus({ preventScroll: true })
  }
  const select = (item: MenuItem, event: Event): void => {
    if (item.reason != null) return event.preventDefault()
    // First, so that what the item opens gives the focus back to there.
    opener?.focus()
    item.onSelect()
  }

  return (
    <div role="presentation" className="contents" onKeyDown={keepLetters}>
      <DropdownMenu.Root open modal={false} onOpenChange={onClose}>
        <DropdownMenu.Trigger asChild>
          <span
            aria-hidden
            className={`pointer-events-none ${at === undefined ? 'absolute inset-0' : 'fixed size-0'}`}
            style={at === undefined ? undefined : { left: at.x, top: at.y }}
          />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            id={id}
            aria-label={name}
            aria-labelledby={labelId}
            align={align}
            sideOffset={at === undefined ? GAP_PX : 0}
            collisionPadding={EDGE_PX}
            loop
            onFocus={enter}
            onKeyDown={(event) => {
              if (event.key === 'Tab') onClose()
            }}
            onPointerDownOutside={(event) => {
              if (event.target instanceof Node && opener?.contains(event.target) === true && at === undefined)
                event.preventDefault()
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault()
              if (document.activeElement === document.body) opener?.focus()
            }}
            className="z-(--z-pop) max-h-[min(70dvh,var(--radix-dropdown-menu-content-available-height))] max-w-80 min-w-44 overflow-y-auto rounded-card border border-line-2 bg-surface-1 p-1 text-fg shadow-pop"
          >
            {header !== undefined && <DropdownMenu.Label>{header}</DropdownMenu.Label>}
            {choices.length > 0 && (
              <DropdownMenu.RadioGroup value={choices.find(({ isChecked }) => isChecked)?.id ?? ''}>
                {choices.map((item) => (
                  <DropdownMenu.RadioItem
                    key={item.id}
                    value={item.id}
                    onSelect={(event) => select(item, event)}
                    className={itemClass(item)}
                  >
                    <ItemBody item={item} />
                  </DropdownMenu.RadioItem>
                ))}
              </DropdownMenu.RadioGroup>
            )}
            {acts.map((item) => (
              <DropdownMenu.Item
                key={item.id}
                // Not `disabled`, which keys pass by: the reason is for everyone to read.
                aria-disabled={item.reason != null || undefined}
                onSelect={(event) => select(item, event)}
                className={itemClass(item)}
              >
                <ItemBody item={item} />
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  )
}

/** A letter finds an item here, and is no shortcut of the page. */
function keepLetters(event: KeyboardEvent): void {
  if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) event.preventDefault()
}

function itemClass({ reason, tone }: MenuItem): string {
  const look =
    reason != null
      ? 'cursor-not-allowed text-fg-3'
      : tone === 'danger'
        ? 'cursor-pointer text-err hover:bg-err-wash'
        : 'cursor-pointer hover:bg-surface-3'
  return `flex min-h-8 w-full items-start gap-2 rounded-node px-2 py-[7px] text-left text-12 select-none focus-visible:bg-surface-3 focus-visible:outline-offset-[-2px] max-md:min-h-touch max-md:py-3 max-md:text-14 ${look}`
}

function ItemBody({ item: { label, icon, isChecked, reason } }: { item: MenuItem }) {
  const shown = isChecked === true ? 'check' : icon
  return (
    <>
      <span
        className={`grid h-[18px] w-3 flex-none place-items-center max-md:h-5 ${isChecked === undefined ? '' : 'text-fg-2'}`}
      >
        {shown !== undefined && <Icon name={shown} />}
      </span>
      <span className="min-w-0">
        {label}
        {reason != null && <span className="block text-11 break-words">{reason}</span>}
      </span>
    </>
  )
}
