/** Output of LOGS_SCRIPT: texts by file name ("log", "out.2", "out.verify"). */
export function parseHostLog(text: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  let name: string | null = null
  for (const line of text.split('\n')) {
    if (/^(log|out\.(\d{1,6}|verify))$/.test(line)) name = line
    else if (name !== null && line.startsWith(' ')) files.set(name, `${files.get(name) ?? ''}${line.slice(1)}\n`)
  }
  return files
}

/** How apply.sh begins what it prints when a step's command ended well, and what it was for did not come in time. */
export const NOT_IN_TIME = 'not so within'

/** What verify.sh found wrong, one sentence each. */
export const failedChecks = (files: ReadonlyMap<string, string>): string[] =>
  (files.get('out.verify') ?? '').split('\n').flatMap((line) => /^fails \d+ (.*)$/.exec(line)?.[1]?.trim() ?? [])
