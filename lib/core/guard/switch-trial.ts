import type { GuardCommand, GuardStep } from './transaction'

const ROW_ID = /^--id=[0-9a-f-]{36}$/

/**
 * All that a transaction has ovs-vsctl do, and all that takes it back, each as one that is evaluated by the host's ovsdb-server and never
 * committed (ovs-vsctl(8), --dry-run). What takes back must hold of the old state too: it may run any number of times. In one the two
 * would not do: Open vSwitch 3.1 cannot set a row that goes in the same transaction. Empty: nothing of it is Open vSwitch's.
 */
export function switchTrials(steps: readonly GuardStep[]): GuardCommand[] {
  const done = steps.flatMap(({ run }) => run)
  const undone = [...steps].reverse().flatMap(({ undo }) => undo.flatMap(({ run }) => run))
  return [done, undone.filter((command) => !givesIdentity(command))].flatMap((commands) => {
    const words = commands.filter(isSwitchCommand).flatMap(({ argv }, i) => wordsOf(argv, i))
    // Without --no-wait it waits for ovs-vswitchd to take up what was never committed.
    return words.length === 0 ? [] : [{ argv: ['ovs-vsctl', '--timeout=10', '--no-wait', '--dry-run', ...words] }]
  })
}

/** A row that is made with its old UUID cannot be evaluated while it is there. */
const givesIdentity = ({ argv }: GuardCommand): boolean => argv.some((word) => ROW_ID.test(word))

export const isSwitchCommand = ({ argv: [tool] }: GuardCommand): boolean => tool === 'ovs-vsctl'

/** From the first "--" on. Names of rows are told apart by the command that they stand in. */
const wordsOf = (argv: readonly string[], command: number): string[] =>
  argv
    .slice(argv.indexOf('--'))
    .map((word) =>
      word.replace(/"(?:[^"\\]|\\.)*"|(^|[=,[{])@(\w+)/g, (all, before: string | undefined, name: string) =>
        before === undefined ? all : `${before}@t${command}_${name}`,
      ),
    )
