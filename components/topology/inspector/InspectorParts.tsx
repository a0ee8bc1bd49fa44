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
  title?: string
  aside?: ReactNode
  /** The title is a command: set in mono, to be read letter by letter. */
  isSource?: boolean
  children: ReactNode
}) {
  return (
    <section className="border-b border-line-1 px-4 py-3 text-12/5 last:border-b-0 [&_p]:mt-1 [&_p]:text-11/4 [&_p+button]:mt-1.5">
      {title === undefined ? null : (
        <h3 className="mb-1 flex justify-between gap-3 text-11/4 font-regular text-fg-3">
          <span className={`wrap-anywhere ${isSource ? 'font-mono' : ''}`}>{title}</span>
          {aside === undefined ? null : <span className="flex-none wrap-anywhere">{aside}</span>}
        </h3>
      )}
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
    <dl>
      {facts.map((fact) => (
        <Fact key={`${fact.label} ${fact.value}`} {...fact} />
      ))}
    </dl>
  )
}

/** The copy button appears over the end of the line: it takes no room from the value. */
const COPY =
  '[&>button]:absolute [&>button]:-top-0.5 [&>button]:-right-2 [&>button]:bg-surface-2 [&>button]:opacity-0 [&>button:focus-visible]:opacity-100 [&>button:hover]:bg-surface-2'

function Fact({ label, value, note }: FactLine) {
  const isLong = label.length > MOST_LABEL
  return (
    <div
      className={`relative grid [&:hover>dd>button]:opacity-100 ${isLong ? 'grid-cols-[1fr]' : 'grid-cols-[96px_1fr] gap-1'}`}
    >
      <dt className="overflow-hidden text-fg-2 text-ellipsis whitespace-nowrap">{label}</dt>
      <dd title={value} className={`min-w-0 font-mono text-11/5 wrap-anywhere ${COPY} ${isLong ? 'pl-[100px]' : ''}`}>
        <span>{value}</span>
        {note ? <span className="text-fg-3"> {note}</span> : null}
        <CopyButton text={value} name={`Copy ${label}`} />
      </dd>
    </div>
  )
}

/** Text from the host as it came: rendered as text only, in its own scroll box. */
export function RawText({ text }: { text: string }) {
  return (
    <pre className="mt-1 max-h-[200px] overflow-auto rounded-chip bg-surface-2 px-2 py-1.5 font-mono text-11/4 wrap-anywhere whitespace-pre-wrap">
      <code>{text}</code>
    </pre>
  )
}
