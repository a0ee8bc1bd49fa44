import type { GuardCommand, GuardStep } from './transaction'

/**
 * All that a transaction has ovs-vsctl do, and then what takes it back, as one that is evaluated by the host's ovsdb-server and never
 * committed (ovs-vsctl(8), --dry-run). Null: nothing of it is Open vSwitch's.
 */
export function switchTrial(steps: readonly GuardStep[]): GuardCommand | null {
  const done = steps.flatMap(({ run }) => run)
  const undone = [...steps].reverse().flatMap(({ undo }) => undo.flatMap(({ run }) => run))
  const words = [...done, ...undone].filter(isSwitchCommand).flatMap(({ argv }, i) => wordsOf(argv, i))
  return words.length === 0 ? null : { argv: ['ovs-vsctl', '--timeout=10', '--no-wait', '--dry-run', ...words] }
}

export const isSwitchCommand = ({ argv: [tool] }: GuardCommand): boolean => tool === 'ovs-vsctl'

/** From the first "--" on. Names of rows are told apart by the command that they stand in. */
const wordsOf = (argv: readonly string[], command: number): string[] =>
  argv
    .slice(argv.indexOf('--'))
    // A row that goes in the same transaction still has it.
    .filter((word) => !/^--id=[0-9a-f-]{36}$/.test(word))
    .map((word) =>
      word.replace(/"(?:[^"\\]|\\.)*"|(^|[=,[{])@(\w+)/g, (all, before: string | undefined, name: string) =>
        before === undefined ? all : `${before}@t${command}_${name}`,
      ),
    )
