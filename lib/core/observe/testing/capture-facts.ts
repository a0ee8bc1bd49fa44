import { GUEST_COMMANDS } from '../guests-commands'
import { NETWORK_COMMANDS } from '../libvirt-commands'
import { OVS_BONDS, OVS_DATABASE, OVS_FDB, OVS_LACP, OVS_TABLES } from '../ovs-commands'
import type { CommandOutput, RawFacts, ReadCommand } from '../read-command'

/** For tests and the simulated host: a command's output as if it had ended well. */
export function wellEnded(stdout: string): CommandOutput {
  return { status: 0, stdout, stderr: '', isTruncated: false, isTimedOut: false, durationMs: 1 }
}

/** A definition as virsh printed it: running and stored text; null where there is none. */
export type Definition = {
  uuid: string
  running: string | null
  stored: string | null
  state?: string
  isAutostart?: boolean
}

/** What virshBatchScript would have printed for these objects. */
export function virshBatchText(definitions: readonly Definition[], mark = '0a1b2c3d'): string {
  const uuids = (wanted: (definition: Definition) => boolean): string[] => [
    ...definitions.filter(wanted).map(({ uuid }) => uuid),
    '',
  ]
  const dumps = definitions.flatMap(({ uuid, running, stored, state }) => [
    ...(running !== null && state !== undefined ? [`${mark} state ${uuid}`, `${state}\n`] : []),
    ...(running !== null ? [`${mark} running ${uuid}`, running] : []),
    ...(stored !== null ? [`${mark} stored ${uuid}`, stored] : []),
  ])
  return [
    `${mark} active`,
    ...uuids(({ running }) => running !== null),
    `${mark} inactive`,
    ...uuids(({ running }) => running === null),
    `${mark} autostart`,
    ...uuids(({ isAutostart }) => isAutostart === true),
    `${mark} transient`,
    ...uuids(({ running, stored }) => running !== null && stored === null),
    ...dumps,
    `${mark} present`,
    ...uuids(() => true),
    '',
  ].join('\n')
}

/**
 * The facts of OVS_COMMANDS, NETWORK_COMMANDS and GUEST_COMMANDS as a captured host (parse/captures) would have given them,
 * put together from the files of one folder by name.
 */
export function factsOfCapture(files: ReadonlyMap<string, string>): RawFacts {
  const facts: Record<string, CommandOutput> = {}
  const put = (command: ReadCommand | undefined, text: string): void => {
    if (command !== undefined && text !== '') facts[command.id] = wellEnded(text)
  }
  const tables = OVS_TABLES.map(
    (table) => files.get(`ovs-vsctl-json-${table}.json`) ?? files.get(`ovs-vsctl-list-${table}.json`),
  )
  if (tables[0] !== undefined)
    put(OVS_DATABASE, tables.map((table) => (table ?? '{"data":[],"headings":[]}').trim()).join('\n'))
  put(OVS_BONDS, files.get('ovs-appctl-bond-show.txt') ?? '')
  put(OVS_LACP, files.get('ovs-appctl-lacp-show.txt') ?? '')
  put(
    OVS_FDB,
    named(files, /^ovs-appctl-fdb-show-(.+)\.txt$/)
      .map(([bridge, table]) => `bridge ${bridge}\n${table}`)
      .join(''),
  )
  put(NETWORK_COMMANDS[0], virshBatchText(definitions(files, 'net-', files.get('virsh-net-list-all.txt') ?? '')))
  put(GUEST_COMMANDS[0], virshBatchText(definitions(files, '', files.get('virsh-list-all.txt') ?? '')))
  return facts
}

function definitions(files: ReadonlyMap<string, string>, prefix: string, list: string): Definition[] {
  return named(files, new RegExp(`^virsh-${prefix}dumpxml-(?!inactive-)(.+)\\.xml$`)).map(([name, current]) => {
    const row = list.split('\n').find((line) => line.trim().split(/\s+/).includes(name)) ?? ''
    const isNetwork = prefix !== ''
    const isActive = isNetwork ? / active /.test(row) : current.includes(" id='")
    return {
      uuid: /<uuid>([^<]+)</.exec(current)?.[1] ?? '',
      running: isActive ? current : null,
      stored: isActive ? (files.get(`virsh-${prefix}dumpxml-inactive-${name}.xml`) ?? current) : current,
      ...(isNetwork
        ? { isAutostart: /active +yes/.test(row) }
        : { state: /(running|paused|shut off)\s*$/.exec(row)?.[1] ?? 'running' }),
    }
  })
}

/** Files whose name matches, by the first group, in the order of names. */
function named(files: ReadonlyMap<string, string>, pattern: RegExp): [string, string][] {
  return [...files]
    .flatMap(([file, text]): [string, string][] => {
      const name = pattern.exec(file)?.[1]
      return name === undefined ? [] : [[name, text]]
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
