'use client'

import { useState } from 'react'
import { Button } from './Button'
import { copyText, COPIED_MS } from './copy-text'

/** A button with words that copies a text; says so, or says that it could not. */
export function CopyTextButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async (): Promise<void> => {
    setState((await copyText(text)) ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), COPIED_MS)
  }
  const says = { idle: label, copied: 'Copied', failed: 'Copy by hand' }[state]
  return (
    <>
      <Button size="large" tone="quiet" icon={state === 'copied' ? 'check' : 'copy'} onClick={() => void copy()}>
        {says}
      </Button>
      <span role="status" className="sr-only">
        {state === 'idle' ? '' : says}
      </span>
    </>
  )
}
