/** More broken rows than this, and the text is taken for something else: looking for each row's end costs time. */
const MAX_BROKEN = 50

/**
 * The rows of a list that is no JSON as a whole because some of its objects are none: those that can be read, and the text of
 * those that cannot. Null for what does not begin and end as a list: nobody knows what is missing there.
 */
export function salvageRows(text: string): { rows: unknown[]; broken: string[] } | null {
  const list = text.trim()
  if (!list.startsWith('[') || !list.endsWith(']')) return null
  const rows: unknown[] = []
  const broken: string[] = []
  for (let at = 1; ;) {
    while (list[at] === ',' || /\s/.test(list[at] ?? '')) at += 1
    if (at === list.length - 1) return { rows, broken }
    if (list[at] !== '{' || broken.length > MAX_BROKEN) return null
    const end = endOfObject(list, at)
    const row = end === null ? undefined : valueOf(list.slice(at, end))
    if (end !== null && row !== undefined) {
      rows.push(row)
      at = end
      continue
    }
    // Where quotes do not pair, the next row may look like a part of this one.
    const isPaired = end !== null && /^\s*[,\]]/.test(list.slice(end, end + 20))
    const next = startOfNext(list, at) ?? (isPaired ? end : null)
    if (next === null) return null
    const last = isPaired && end < next ? end : next
    broken.push(list.slice(at, last))
    at = last
  }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Where the object that begins here ends, by its braces outside of strings; null where they do not pair. */
function endOfObject(text: string, from: number): number | null {
  let depth = 0
  let isText = false
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]
    if (isText) {
      if (char === '\\') at += 1
      else if (char === '"') isText = false
    } else if (char === '"') isText = true
    else if (char === '{') depth += 1
    else if (char === '}' && --depth === 0) return at + 1
  }
  return null
}

/** The next object that begins with the same key as this one; null where there is none. */
function startOfNext(text: string, from: number): number | null {
  const key = /^\{\s*"[^"]{1,40}"/.exec(text.slice(from, from + 60))?.[0]
  const next = key === undefined ? -1 : text.indexOf(key, from + 1)
  return next === -1 ? null : next
}
