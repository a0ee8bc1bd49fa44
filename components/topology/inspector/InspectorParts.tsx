'use client'

import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/CopyButton'

/** A group of the inspector: what it is on the left, where it comes from or how old it is on the right. */
export function Section({
  title,
  aside,
  isSource = false,
  children,
}: {
  title: string
  aside?: ReactNode
  /** The title is a command: set in mono, to be read letter by letter. */
  isSource?: boolean
  children: ReactNode
}) {
  return (
    <section className="tp-section">
      <h3>
        <span className={isSource ? 'tp-mono' : undefined}>{title}</span>
        {aside === undefined ? null : <span>{aside}</span>}
      </h3>
      {children}
    </section>
  )
}

/** Characters of a label that fit beside its value; a longer one has a line of its own. */
const MOST_LABEL = 16

export type FactLine = { label: string; value: string; note?: string }

/** Facts as label and value; every value can be selected, and copied with one click. */
export function Facts({ facts }: { facts: readonly FactLine[] }) {
  return (
    <dl className="tp-facts">
      {facts.map((fact) => (
        <div
          key={`${fact.label} ${fact.value}`}
          className={fact.label.length > MOST_LABEL ? 'tp-fact is-long' : 'tp-fact'}
        >
          <dt>{fact.label}</dt>
          <dd title={fact.value}>
            <span className="tp-fact-value">{fact.value}</span>
            {fact.note ? <span className="tp-fg-3"> {fact.note}</span> : null}
            <CopyButton text={fact.value} name={`Copy ${fact.label}`} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Text from the host as it came: rendered as text only, in its own scroll box. */
export function RawText({ text }: { text: string }) {
  return (
    <pre className="tp-raw">
      <code>{text}</code>
    </pre>
  )
}
