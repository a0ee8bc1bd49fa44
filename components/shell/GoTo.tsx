'use client'

import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { Icon } from '@/components/ui/Icon'
import { Kbd } from '@/components/ui/Kbd'

/** Loaded when it is first opened: most pages never need it. */
const GoToPalette = dynamic(() => import('./GoToPalette').then((module) => module.GoToPalette), { ssr: false })

export function GoTo() {
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => {
    const open = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      setIsOpen(true)
    }
    document.addEventListener('keydown', open)
    return () => document.removeEventListener('keydown', open)
  }, [])
  return (
    <>
      <button
        type="button"
        aria-label="Go to…"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setIsOpen(true)}
        className="flex h-control w-47 items-center gap-1.5 rounded-node border border-line-2 bg-surface-1 px-2 text-12 text-fg-3 hover:border-line-3 max-md:w-touch max-md:justify-center max-md:border-transparent max-md:bg-transparent"
      >
        <span className="md:hidden">
          <Icon name="search" size={16} />
        </span>
        <span className="max-md:hidden">
          <Icon name="search" />
        </span>
        <span className="flex-1 text-left max-md:hidden">Go to…</span>
        <Kbd>Ctrl K</Kbd>
      </button>
      {isOpen && <GoToPalette onClose={() => setIsOpen(false)} />}
    </>
  )
}
