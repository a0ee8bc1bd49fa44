'use client'

import { useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Icon } from '@/components/ui/Icon'
import { Field } from './Field'
import { joinTokens, toTokens, validateToken } from './vlan-tokens'

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: string | undefined
  /** "100-110,125", also while it is wrong. */
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
}

/** VLANs and ranges as chips: comma, blank, Enter or leaving the field makes one of what was typed; a paste makes many. */
export function VlanListField({ label, hint, error, value, onChange, onBlur }: Props) {
  // The part that is still typed is the last of the value: submitting without Enter loses nothing.
  const [typed, setTyped] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const tokens = toTokens(value)
  const chips = typed === '' ? tokens : tokens.slice(0, -1)

  const type = (text: string): void => {
    const parts = toTokens(text)
    const isClosed = /[\s,;]$/.test(text) || parts.length > 1
    const last = isClosed && /[\s,;]$/.test(text) ? '' : (parts.at(-1) ?? '')
    setTyped(last)
    onChange(joinTokens([...chips, ...parts]))
  }
  const remove = (index: number): void => {
    const rest = chips.filter((_, at) => at !== index)
    onChange(joinTokens(typed === '' ? rest : [...rest, typed]))
    // The button goes with its chip: the focus must not go with both.
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && typed !== '') {
      event.preventDefault()
      setTyped('')
    } else if (event.key === 'Backspace' && typed === '' && chips.length > 0) {
      event.preventDefault()
      // The chip becomes text again, to be mended rather than typed anew.
      setTyped(chips.at(-1) ?? '')
    }
  }

  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <div
          className={`flex min-h-9 flex-wrap items-center gap-1 rounded-node border bg-surface-1 px-1.5 py-1 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent max-md:min-h-touch ${
            error === undefined ? 'border-line-2' : 'border-err'
          }`}
        >
          {chips.map((token, index) => (
            <Chip key={`${token} ${index}`} token={token} onRemove={() => remove(index)} />
          ))}
          <input
            {...ids}
            ref={input}
            value={typed}
            inputMode="text"
            autoComplete="off"
            spellCheck={false}
            placeholder={chips.length === 0 ? '100-110,125' : ''}
            onChange={(event) => type(event.target.value)}
            onKeyDown={onKeyDown}
            onBlur={() => {
              setTyped('')
              onBlur?.()
            }}
            className="h-6 min-w-16 flex-1 bg-transparent px-1 font-mono text-13 outline-none"
          />
        </div>
      )}
    </Field>
  )
}

function Chip({ token, onRemove }: { token: string; onRemove: () => void }) {
  const problem = validateToken(token)
  return (
    <span
      title={problem}
      className={`inline-flex h-6 max-w-full items-center rounded-chip border pl-1.5 font-mono text-12 ${
        problem === undefined ? 'border-line-2 bg-surface-3' : 'border-err bg-err-wash text-err'
      }`}
    >
      <span className="truncate">{token}</span>
      <button
        type="button"
        aria-label={`Remove ${token}`}
        onClick={onRemove}
        className="grid size-6 flex-none place-items-center text-fg-2 hover:text-fg"
      >
        <Icon name="close" />
      </button>
    </span>
  )
}
