import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

/** What to do with an element: keep all of it, keep its tags and decide about each child, or leave it out. */
export type Keep = 'whole' | 'walk' | 'skip'

const MAX_DEPTH = 64

/**
 * One pass over XML that checks what must hold before a DOM is built (no document type or entity declarations, elements
 * that nest and close, at most 64 deep) and leaves out the parts that `keep` skips, so that a guest's 6 KB become the 1 KB
 * we read. Quotes, comments and CDATA are respected; attributes and characters are left for the DOM parser to judge.
 *
 * `keep` sees the path of names below the root, "devices/interface"; the root itself is always walked.
 */
export function scanXml(text: string, keep: (path: string) => Keep = () => 'whole'): Parsed<string> {
  const open: { name: string; path: string; keep: Keep }[] = []
  let kept = ''
  /** Start of the piece being kept; -1 while inside something skipped. */
  let pieceStart = 0
  let roots = 0
  let at = 0

  for (;;) {
    const tagStart = text.indexOf('<', at)
    if (tagStart === -1) break
    const next = text[tagStart + 1]
    if (next === '!' || next === '?') {
      const end = endOfMarkup(text, tagStart)
      if (end === null)
        return unparsed('wanted elements, found a document type or entity declaration', offset(tagStart))
      if (end === -1)
        return unparsed('wanted the end of a comment or section, found the end of the text', offset(tagStart))
      at = end
      continue
    }
    const tagEnd = endOfTag(text, tagStart)
    if (tagEnd === -1) return unparsed('wanted ">", found the end of the text', offset(tagStart))
    at = tagEnd
    if (next === '/') {
      const name = text.slice(tagStart + 2, tagEnd - 1).trim()
      const top = open.pop()
      if (top?.name !== name)
        return unparsed(`wanted </${top?.name.slice(0, 60) ?? ''}>, found </${name.slice(0, 60)}>`, offset(tagStart))
      const isKeptAgain = top.keep === 'skip' && open.at(-1)?.keep !== 'skip'
      if (isKeptAgain) pieceStart = tagEnd
      continue
    }
    const name = nameAt(text, tagStart + 1, tagEnd)
    if (name === '') return unparsed('wanted the name of an element after "<"', offset(tagStart))
    const parent = open.at(-1)
    if (parent === undefined && (roots += 1) > 1)
      return unparsed('wanted one document, found a second one', offset(tagStart))
    const path = parent === undefined ? '' : parent.path === '' ? name : `${parent.path}/${name}`
    const decision = parent === undefined ? 'walk' : parent.keep === 'walk' ? keep(path) : parent.keep
    const isEmpty = text[tagEnd - 2] === '/'
    if (decision === 'skip' && parent?.keep !== 'skip') {
      kept += text.slice(pieceStart, tagStart)
      pieceStart = isEmpty ? tagEnd : -1
    }
    if (isEmpty) continue
    if (open.length >= MAX_DEPTH)
      return unparsed(`wanted at most ${MAX_DEPTH} levels of elements, found more`, offset(tagStart))
    open.push({ name, path, keep: decision })
  }
  const unclosed = open.at(-1)
  if (unclosed !== undefined)
    return unparsed(`wanted </${unclosed.name.slice(0, 60)}>, found the end of the text`, offset(text.length))
  if (roots === 0) return unparsed('wanted XML, found text without an element', offset(0))
  return parsed(kept + text.slice(pieceStart))
}

const offset = (at: number): string => `offset ${at}`

/** End of a comment, CDATA section or processing instruction; -1 where it does not end, null for any declaration. */
function endOfMarkup(text: string, start: number): number | null {
  const [opening, closing] = text.startsWith('<!--', start)
    ? ['<!--', '-->']
    : text.startsWith('<![CDATA[', start)
      ? ['<![CDATA[', ']]>']
      : text.startsWith('<?', start)
        ? ['<?', '?>']
        : [null, null]
  if (opening === null) return null
  const end = text.indexOf(closing, start + opening.length)
  return end === -1 ? -1 : end + closing.length
}

/** Offset after the ">" that ends this tag, skipping quoted attribute values; -1 where there is none. */
function endOfTag(text: string, start: number): number {
  let at = start + 1
  for (;;) {
    const character = text[at]
    if (character === undefined) return -1
    if (character === '>') return at + 1
    if (character === '"' || character === "'") {
      at = text.indexOf(character, at + 1)
      if (at === -1) return -1
    }
    at += 1
  }
}

function nameAt(text: string, start: number, tagEnd: number): string {
  let end = start
  while (end < tagEnd - 1 && !' \t\r\n/'.includes(text[end] ?? ' ')) end += 1
  return text.slice(start, end)
}
