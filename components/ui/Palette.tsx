'use client'

import * as Dialog from '@radix-ui/react-dialog'
import { Command } from 'cmdk'
import { Icon } from './Icon'
import type { IconName } from './Icon'
import { Kbd } from './Kbd'
import { useOpener } from './use-opener'

export type PaletteItem = { id: string; label: string; detail: string; icon: IconName; onSelect: () => void }

type Props = {
  label: string
  query: string
  onQuery: (text: string) => void
  items: readonly PaletteItem[]
  onClose: () => void
}

/** A field over a list (WAI-ARIA combobox): typing narrows, arrows move the mark, Enter goes, Escape leaves. */
export function Palette({ label, query, onQuery, items, onClose }: Props) {
  const giveBack = useOpener()
  const select = (item: PaletteItem): void => {
    onClose()
    item.onSelect()
  }
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-(--z-pop) bg-(--scrim)" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={giveBack}
          className="fixed inset-x-0 top-[12dvh] z-(--z-pop) mx-auto w-140 max-w-[calc(100vw-32px)] rounded-card border border-line-2 bg-surface-1 text-13 text-fg shadow-pop outline-none"
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <Command label={label} shouldFilter={false} loop vimBindings={false}>
            <div className="flex h-11 items-center gap-2 border-b border-line-1 px-3 text-fg-3">
              <Icon name="search" size={14} />
              <Command.Input
                value={query}
                placeholder={label}
                onValueChange={onQuery}
                className="min-w-0 flex-1 bg-transparent text-14 text-fg outline-none"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List label={label} className="max-h-[50dvh] overflow-y-auto p-1">
              {items.map((item) => (
                <Command.Item
                  key={item.id}
                  value={item.id}
                  onSelect={() => select(item)}
                  className="flex h-9 cursor-pointer items-center gap-2.5 rounded-node px-2.5 aria-selected:bg-surface-3 max-md:h-touch"
                >
                  <span className="text-fg-2">
                    <Icon name={item.icon} />
                  </span>
                  <span className="min-w-0 flex-none truncate">{item.label}</span>
                  <span className="min-w-0 flex-1 truncate text-right text-12 text-fg-3">{item.detail}</span>
                </Command.Item>
              ))}
            </Command.List>
            <p role="status" className={items.length === 0 ? 'px-4 pb-4 text-fg-2' : 'sr-only'}>
              {items.length === 0
                ? 'Nothing of this name. Try a host, a guest, a bridge or a screen.'
                : `${items.length} found`}
            </p>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
