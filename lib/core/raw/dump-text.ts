/** One tool's words, and how it ended; 'idle': the daemon that it asks does not run; null: it was cut off before it ended. */
export type Section = { text: string; status: number | 'idle' | null }
/** By the name of its reader. A tool that is not installed has no section. */
export type RawDump = ReadonlyMap<string, Section>

/** What `guard.sh raw` prints after its first line: "raw.before/NAME:TEXT" lines. Null: no such dump was made. */
export function parseDumps(text: string): { before: RawDump | null; after: RawDump | null } {
  const files = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [head, path] = /^(raw\.(?:before|after)\/[\w.-]{1,40}):/.exec(line) ?? []
    if (head === undefined || path === undefined) continue
    const lines = files.get(path) ?? []
    files.set(path, lines)
    lines.push(line.slice(head.length))
  }
  const dumpOf = (what: 'before' | 'after'): RawDump | null =>
    files.has(`raw.${what}/end`)
      ? new Map(
          [...files].flatMap(([path, lines]) => {
            const name = path.slice(`raw.${what}/`.length)
            return path.startsWith(`raw.${what}/`) && name !== 'end' ? [[name, toSection(lines)]] : []
          }),
        )
      : null
  return { before: dumpOf('before'), after: dumpOf('after') }
}

/** The last line is "rc STATUS" or "rc idle", after a newline of its own. */
function toSection(lines: readonly string[]): Section {
  const status = /^rc (\d{1,3}|idle)$/.exec(lines.at(-1) ?? '')?.[1]
  if (status === undefined) return { text: lines.join('\n'), status: null }
  return { text: lines.slice(0, -1).join('\n').replace(/\n$/, ''), status: status === 'idle' ? status : Number(status) }
}
