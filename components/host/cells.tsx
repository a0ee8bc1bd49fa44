'use client'

import Link from 'next/link'
import { useParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { StatusGlyph } from '@/components/ui/StatusGlyph'
import type { GlyphStatus } from '@/components/ui/StatusGlyph'
import { cutMiddle } from '@/lib/client/format'
import { wiringHref } from '@/lib/client/wiring-link'

const MAX_NAME = 28

/** The name of a host object. Names come from the host and may hold anything: text only, cut in the middle, whole in the tip. */
export function ObjectName({ name }: { name: string }) {
  return (
    <span className="font-mono whitespace-nowrap" title={name}>
      {cutMiddle(name, MAX_NAME)}
    </span>
  )
}

/** A name that opens its object in the wiring. */
export function WiringLink({ name, nodeId }: { name: string; nodeId: string }) {
  const { hostId } = useParams<{ hostId: string }>()
  return (
    <Link
      href={wiringHref(hostId, nodeId)}
      title={`${name}: show in the wiring`}
      className="font-mono font-strong whitespace-nowrap hover:underline"
    >
      {cutMiddle(name, MAX_NAME)}
    </Link>
  )
}

export function StateCell({ glyph, children }: { glyph: GlyphStatus; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      <StatusGlyph status={glyph} />
      {children}
    </span>
  )
}

export const NONE = <span className="text-fg-3">–</span>

/** Small mono text that may break; a dash for nothing. */
export function MonoText({ text }: { text: string | null }) {
  return text === null || text === '' ? (
    NONE
  ) : (
    <span className="inline-block max-w-72 font-mono text-11 break-words">{text}</span>
  )
}

/** Prose in a cell: wraps instead of widening the table. */
export function ProseCell({ text }: { text: string }) {
  return text === '' ? NONE : <span className="inline-block max-w-96 min-w-40 break-words">{text}</span>
}
