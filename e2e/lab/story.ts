import type { IntentInput } from '@/lib/core/intents/intent'

/** What a host's own command must say once a change is made. */
export type Shows = { argv: readonly string[]; has: readonly string[] }
export type Chapter = {
  title: string
  intents: readonly IntentInput[]
  shows: readonly Shows[]
  /** Run on the host past the console, as an administrator would: before the change, and before its undoing. */
  before?: string
  beforeUndo?: string
  /** Links that the preview, and the list of what is managed, must name as gone after a reboot. */
  notStored?: readonly string[]
}
/** Changes on one host, each on top of the one before; taken back in reverse. */
export type Story = {
  title: string
  /** It proves once more what other stories prove, on a longer way: left out unless all is asked for. */
  isAgain?: boolean
  /** What is there before the first chapter: a script of e2e/lab/seeds. */
  seed?: string
  /** Internal ports that go and come back: Open vSwitch gives each another MAC then, and the kernel a link-local address by it. */
  remade?: readonly string[]
  chapters: readonly Chapter[]
}

export const shows = (line: string, ...has: string[]): Shows => ({ argv: line.split(' '), has })
export const inShell = (script: string, ...has: string[]): Shows => ({ argv: ['sh', '-c', script], has })
/** That the command says this word not once. */
export const isGone = (command: string, name: string): Shows =>
  inShell(`${command} | grep -cw -e '${name}' || true`, '0\n')
