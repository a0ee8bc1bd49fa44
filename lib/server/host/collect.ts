import 'server-only'
import type { RawFacts, ReadCommand } from '@/lib/core/observe/read-commands'
import type { CommandRunner } from '../ssh/shell'

/** Runs reading commands in one batch: their outputs by command id. Throws what the runner throws (`shell_failed`, `sudo_refused`). */
export async function collect(shell: CommandRunner, commands: readonly ReadCommand[]): Promise<RawFacts> {
  const outputs = await shell.run(commands)
  return Object.fromEntries(
    commands.flatMap((command, i) => {
      const output = outputs[i]
      return output === undefined ? [] : [[command.id, output]]
    }),
  )
}
