import { CommandError } from '../machine/result'
import type { World } from '../machine/world'

/** One virsh command with its words, switches (--live) and options with a value (--mac M). */
export type Call = { world: World; words: string[]; options: Set<string>; values: Map<string, string>; stdin: string }

const VALUE_OPTIONS = new Set([
  '--mac',
  '--model',
  '--target',
  '--mode',
  '--source-mode',
  '--type',
  '--source',
  '--domain',
  '--file',
  '--network',
  '--interface',
  '--state',
  '--name',
  '--virtualport',
  '--timeout',
  '--bridge',
])

export const parseCall = (world: World, argv: readonly string[], stdin: string): Call => {
  const call: Call = { world, words: [], options: new Set(), values: new Map(), stdin }
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) call.words.push(word)
    else {
      const [name = '', value] = word.split(/=(.*)/s)
      if (VALUE_OPTIONS.has(name)) call.values.set(name, value ?? rest.shift() ?? '')
      else call.options.add(name)
    }
  }
  return call
}

/** The content of a FILE argument: standard input by its two names, or a file the machine knows. */
export const fileText = ({ world, stdin }: Call, file: string, what: string): string => {
  if (file === '/dev/stdin' || file === '/proc/self/fd/0' || file === '-') return stdin
  const text = world.state.files.get(file)
  if (text === undefined)
    throw new CommandError(1, `error: ${what}\nerror: Failed to open file '${file}': No such file or directory`)
  return text
}

/** An argument by its place or by its option. */
export const named = (call: Call, at: number, option: string): string => call.values.get(option) ?? call.words[at] ?? ''
