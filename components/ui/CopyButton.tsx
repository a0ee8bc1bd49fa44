'use client'

import { useState } from 'react'
import { COPIED_MS, copyText } from './copy-text'
import { Icon } from './Icon'
import { useTip } from './use-tip'

/** Copies a text. Where the browser gives no clipboard (plain http on another machine) it says so instead of pretending. */
export function CopyButton({ text, name = 'Copy' }: { text: string; name?: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async (): Promise<void> => {
    const isCopied = await copyText(text)
    setState(isCopied ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), COPIED_MS)
  }
  const says = { idle: name, copied: 'Copied', failed: 'Select the text and copy it by hand' }[state]
  const { events, tip } = useTip(says)
  return (
    <button
      type="button"
      aria-label={says}
      {...events}
      onClick={() => void copy()}
      className="relative grid size-6 flex-none place-items-center rounded-node text-fg-2 hover:bg-surface-3 hover:text-fg max-md:size-touch"
    >
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      <span role="status" className="sr-only">
        {state === 'idle' ? '' : says}
      </span>
      {tip}
    </button>
  )
}
