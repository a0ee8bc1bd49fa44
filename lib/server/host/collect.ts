import 'server-only'
import type { CommandOutput, RawFacts, ReadCommand } from '@/lib/core/observe/read-command'
import type { CommandRunner } from '../ssh/shell'

/**
 * Runs reading commands in one batch: their outputs by command id; `onFact` has each as it comes. Throws what the runner throws
 * (`shell_failed`, `sudo_refused`, `command_timeout`).
 */
export async function collect(
  shell: CommandRunner,
  commands: readonly ReadCommand[],
  onFact: (command: ReadCommand, output: CommandOutput) => void = () => undefined,
): Promise<RawFacts> {
  const outputs = await shell.run(commands, (i, output) => {
    const command = commands[i]
    if (command !== undefined) onFact(command, output)
  })
  return Object.fromEntries(
    commands.flatMap((command, i) => {
      const output = outputs[i]
      return output === undefined ? [] : [[command.id, output]]
    }),
  )
}
