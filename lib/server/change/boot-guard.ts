import 'server-only'
import { INSTALL_BOOT_GUARD_SCRIPT, renderBootScript, renderBootUnit } from '@/lib/core/guard/boot-guard'
import type { Launcher } from '@/lib/core/guard/host-facts'
import { quoteHostText } from '../ssh/errors'
import type { CommandRunner } from '../ssh/shell'
import type { ChangeContext } from './change-context'
import { hostScript, saidBy } from './guard-shell'

const REBOOT_UNDOES = 'A reboot within the window undoes this change by itself: nothing of it is stored.'
const UNIT_UNDOES =
  'Should the host reboot within the window, a systemd unit puts back what Open vSwitch and libvirt have stored.'
const REBOOT_KEEPS =
  'A reboot within the window keeps what Open vSwitch and libvirt have stored, until this console reaches the host again and has it put back: the host has no systemd that could run the guard at boot.'

/** systemd reads all its units anew: a busy host takes long, and nothing is armed yet that could run out. */
const INSTALL_MS = 120_000

/** Sees to a reboot within the window where a reboot is not the rollback by itself. Gives what holds, in words. */
export async function prepareForReboot(ctx: ChangeContext, runner: CommandRunner, launcher: Launcher): Promise<string> {
  const { paths, request } = ctx
  if (!request.transaction.steps.some(({ survivesReboot }) => survivesReboot)) return REBOOT_UNDOES
  if (launcher !== 'systemd') return REBOOT_KEEPS
  const [output] = await runner.run([
    hostScript(INSTALL_BOOT_GUARD_SCRIPT, [paths.root, renderBootScript(paths), renderBootUnit(paths)], {
      ms: INSTALL_MS,
    }),
  ])
  if (output?.stdout.endsWith('installed\n')) return UNIT_UNDOES
  const why = output?.isTimedOut ? `systemd took more than ${INSTALL_MS / 1000} s` : quoteHostText(saidBy(output))
  return REBOOT_KEEPS.replace(/: the host.*/, () => `: its boot unit could not be put in place (${why}).`)
}
