import type { Parsed } from '../parse/parsed'
import { parsed, unparsed } from '../parse/parsed'

export type Launcher = 'systemd' | 'setsid'

/** What FACTS_SCRIPT found. */
export type HostFacts = {
  isRoot: boolean
  bootId: string
  /** "none" where the host has no machine id. */
  machineId: string
  /** Best first. */
  launchers: Launcher[]
  missingTools: string[]
  readOnly: string[]
  /** Free space of the file systems that are written to; null: the host did not say (btrfs has no inodes to count). */
  space: { path: string; freeKbytes: number | null; freeInodes: number | null }[]
}

/** Enough for logs and snapshots of a large host, many times over; a host with less is in trouble already. */
const MIN_FREE_KBYTES = 16 * 1024
const MIN_FREE_INODES = 200

export function parseHostFacts(text: string): Parsed<HostFacts> {
  const lines = text.split('\n')
  const rest = (key: string) =>
    lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1).trim())
  const [uid] = rest('uid')
  const [bootId] = rest('boot')
  const [machineId = 'none'] = rest('machine')
  if (!lines.includes('end') || uid === undefined || !/^[0-9a-f-]{36}$/.test(bootId ?? '') || bootId === undefined) {
    return unparsed('the host did not say what it has', `line ${lines.length}`)
  }
  const kbytes = new Map(rest('kbytes').map((line) => [afterFirst(line), toCount(line)]))
  const inodes = new Map(
    rest('inodes').map((line) => [
      afterFirst(afterFirst(line)),
      toCount(line) === 0 ? null : toCount(afterFirst(line)),
    ]),
  )
  return parsed({
    isRoot: uid === '0',
    bootId,
    machineId: /^\S{1,64}$/.test(machineId) ? machineId : 'none',
    launchers: rest('launcher').filter((name): name is Launcher => name === 'systemd' || name === 'setsid'),
    missingTools: rest('missing'),
    readOnly: rest('readonly'),
    space: [...kbytes].map(([path, freeKbytes]) => ({ path, freeKbytes, freeInodes: inodes.get(path) ?? null })),
  })
}

const afterFirst = (line: string): string => line.slice(line.indexOf(' ') + 1)
const toCount = (line: string): number | null => (/^\d+(?= )/.test(line) ? parseInt(line, 10) : null)

/** Why no change can be made on this host, each with what would be right. Empty: it can. */
export function findObstacles(facts: HostFacts): string[] {
  const { isRoot, launchers, missingTools, readOnly, space } = facts
  return [
    ...(isRoot ? [] : ['Changes need root: sign in as root, or let the user run sudo without a password (NOPASSWD).']),
    ...(launchers.length > 0 ? [] : ['Neither systemd-run nor setsid is there: install util-linux.']),
    ...(missingTools.length === 0 ? [] : [`The change needs tools that are not there: ${missingTools.join(', ')}.`]),
    ...readOnly.map((path) => `${path} is read-only or not there: the guard could not note what it does.`),
    ...space.flatMap(({ path, freeKbytes, freeInodes }) => [
      ...(freeKbytes !== null && freeKbytes < MIN_FREE_KBYTES
        ? [
            `${path} has ${freeKbytes} KiB left; ${MIN_FREE_KBYTES} are needed so that a rollback cannot run out of space.`,
          ]
        : []),
      ...(freeInodes !== null && freeInodes < MIN_FREE_INODES
        ? [`${path} has ${freeInodes} inodes left; ${MIN_FREE_INODES} are needed.`]
        : []),
    ]),
  ]
}
