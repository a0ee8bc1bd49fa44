'use client'

import { Menu } from '@/components/ui/Menu'
import { buttonClass } from '@/components/ui/Button'
import { Glyph } from './Glyph'
import { FOLD_CHOICES } from './topology-url'

type FoldMenuProps = { foldOver: number; openCount: number; onFoldOver: (limit: number) => void; onFoldAll: () => void }

/** From how many alike things on they share one stacked card, and a way to close the opened ones. */
export function FoldMenu({ foldOver, openCount, onFoldOver, onFoldAll }: FoldMenuProps) {
  const choices = FOLD_CHOICES.map((limit) => ({
    id: String(limit),
    label: `Fold over ${limit}`,
    isChecked: limit === foldOver,
    onSelect: () => onFoldOver(limit),
  }))
  const foldAll = { id: 'fold-all', label: `Fold the ${openCount} open again`, onSelect: onFoldAll }
  return (
    <Menu
      name={`Fold over ${foldOver}`}
      triggerClass={buttonClass('quiet')}
      trigger={
        <>
          <Glyph name="fold" />
          <span className="max-lg:hidden">Fold over {foldOver}</span>
          <Glyph name="chevronDown" />
        </>
      }
      items={openCount > 0 ? [...choices, foldAll] : choices}
    />
  )
}
