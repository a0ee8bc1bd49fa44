import { quoteArgv, WordDecoder } from './quote'

/**
 * The other use of `/bin/sh -s` (see frame.ts): commands that print events until the channel is closed. Nothing is framed:
 * what they print is only ever a reason to look again, so there is nothing in it to forge.
 *
 * The script starts every command, prints READY, and waits for all of them. Its standard input stays open behind descriptor 3
 * and means life: when the channel goes, a reader there meets the end and ends the commands. Without it they would stay on the
 * host until their next event, one more set with each lost connection. The shell's exit status is that of the last command.
 *
 *     <HEAD> s ARG0 ARG1 ...  s ARG0 ARG1 ...  <TAIL>
 */
export const WATCH_READY = 'patchbay: watching'

const HEAD = `LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin\${PATH:+:$PATH}
export LC_ALL PATH
cd /
P=
exec 3<&0
s() { "$@" </dev/null 3<&- & P="$P $!"; }
`
// One line from "wait" on: while the shell waits, its input belongs to the reader.
const TAIL = `echo '${WATCH_READY}'
{ while read -r _; do :; done; kill $P; } <&3 >/dev/null 2>&1 & R=$!
wait $P; E=$?; kill $R; exit $E
`

/** The script for these commands. Throws UnquotableError where quoteArgv does. */
export function watchScript(argvs: readonly (readonly string[])[]): string {
  return `${HEAD}${argvs.map((argv) => `s ${quoteArgv(argv)}\n`).join('')}${TAIL}`
}

/** For the simulated host: the commands of a watch script; null for anything else, and while it is not complete. */
export function parseWatchScript(script: string): string[][] | null {
  if (!script.startsWith(HEAD) || !script.endsWith(TAIL)) return null
  const lines = new WordDecoder().push(script.slice(HEAD.length, -TAIL.length))
  return lines.every(([name, tool]) => name === 's' && tool !== undefined) ? lines.map((words) => words.slice(1)) : null
}

/** Whether text that has come so far can still become a watch script. */
export function mayBeWatchScript(text: string): boolean {
  return text.length < HEAD.length ? HEAD.startsWith(text) : text.startsWith(HEAD)
}
