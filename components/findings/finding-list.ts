import type { Finding } from '@/lib/core/lint/finding'

export const FINDING_GLYPHS = { error: 'error', warning: 'warn', info: 'unknown' } as const

/** Findings in which every word occurs: rule, severity, text or evidence. */
export function searchFindings(findings: readonly Finding[], query: string): readonly Finding[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return findings
  return findings.filter(({ rule, severity, title, evidence, consequence, cure }) => {
    const text = [rule, severity, title, ...evidence, consequence, cure].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Findings about a node or a row in it. */
export const findingsAt = (findings: readonly Finding[], ids: ReadonlySet<string>): Finding[] =>
  findings.filter(({ nodeId }) => ids.has(nodeId))
