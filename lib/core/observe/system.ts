import type { HostSystem, KernelAbilities, Tool } from '../model/network-state'
import { parseLinkManagers } from '../parse/link-managers'
import { parseAbilities, parseSystem, parseTools } from '../parse/system'
import type { OsRelease, SystemRecord } from '../parse/system'
import { observed, takeFact } from './observed'
import type { Observed, Problem } from './observed'
import type { RawFacts } from './read-command'
import { LINK_MANAGER_FACTS, SYSTEM_FACTS, TOOL_FACTS } from './system-commands'
import { observeTools } from './system-tools'

export type SystemFacts = {
  system: HostSystem
  /** Empty where the tools were not looked for: then nothing is known to be missing. */
  tools: Tool[]
  /** sshd's SSH_CONNECTION as the host's shell sees it; sudo drops it. */
  sshConnection: string | null
}

const UNKNOWN_OS: OsRelease = { id: null, idLike: [], prettyName: null, versionId: null }

const UNKNOWN_ABILITIES: KernelAbilities = { bonding: 'unknown', vlanLinks: 'unknown', vlanFiltering: 'unknown' }

/** Who the host is, what it runs and which tools it has. `readAtMs`: our clock when the answer came, for the offset. */
export function observeSystem(facts: RawFacts, readAtMs: number): Observed<SystemFacts> {
  const system = takeFact(facts, SYSTEM_FACTS, parseSystem)
  const tools = takeFact(facts, TOOL_FACTS, parseTools)
  const managers = takeFact(facts, LINK_MANAGER_FACTS, parseLinkManagers)
  const record = system.value
  const os = record?.osRelease ?? UNKNOWN_OS
  return observed(
    {
      system: {
        hostname: record?.hostname ?? null,
        machineId: record?.machineId ?? null,
        bootId: record?.bootId ?? null,
        osId: os.id,
        osName: os.prettyName,
        osVersion: os.versionId,
        kernel: record?.kernel ?? null,
        uptimeSeconds: record?.uptimeSeconds ?? null,
        clockOffsetMs: record?.clockMs == null ? null : record.clockMs - readAtMs,
        userName: record?.userName ?? null,
        isRoot: record?.userId === 0,
        hasSystemd: record?.hasSystemd ?? false,
        abilities: takeFact(facts, TOOL_FACTS, parseAbilities).value ?? UNKNOWN_ABILITIES,
        linkManagers: managers.value ?? [],
      },
      tools: tools.value === null ? [] : observeTools(tools.value, os),
      sshConnection: record?.sshConnection ?? null,
    },
    [...system.problems, ...withoutIdentity(system), ...tools.problems, ...managers.problems],
  )
}

/** The script prints who it runs as near its end, on any host: an answer without that is another's, or the beginning of one. */
function withoutIdentity({ value, problems }: { value: SystemRecord | null; problems: readonly Problem[] }): Problem[] {
  if (value === null || value.userId !== null || problems.length > 0) return []
  const message = `sh gave an answer without the line "id …". Try it on the host: ${SYSTEM_FACTS.display}`
  return [{ command: SYSTEM_FACTS.display, code: 'invalid_output', message }]
}
