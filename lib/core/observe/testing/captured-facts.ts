// For tests only: what a reading of a captured host would have brought.
import { capturesLike, hasCapture, readCapture } from '../../parse/testing/captures'
import { OVS_TABLES } from '../ovs-commands'
import type { CommandOutput, RawFacts } from '../read-command'

export function outputOf(stdout: string, fields: Partial<CommandOutput> = {}): CommandOutput {
  return { status: 0, stdout, stderr: '', isTruncated: false, isTimedOut: false, durationMs: 1, ...fields }
}

/** The captured commands under our ids. Not captured, so not among the facts: sysfs, libvirt's batches, processes. */
export function factsOfCapture(host: string): RawFacts {
  const first = (...files: string[]): string | undefined => files.find((file) => hasCapture(host, file))
  const facts: Record<string, CommandOutput> = {}
  const put = (id: string, file: string | undefined): void => {
    if (file !== undefined) facts[id] = outputOf(readCapture(host, file))
  }
  put('links.addr', first('ip-d-j-addr.json', 'ip-d-j-s-link.json'))
  put('links.route', first('ip-j-route-all.json', 'ip-j-route.json'))
  put('links.vlan', first('bridge-d-j-vlan.json', 'bridge-j-vlan.json'))
  put('links.fdb', first('bridge-s-j-fdb.json', 'bridge-j-fdb.json'))
  put('lldp.neighbours', first('lldpcli-neighbors-json0.json', 'lldpcli-json0.json', 'lldpcli-neighbors.json'))
  facts['links.bonding'] = outputOf(bondingLines(host))
  const tables = ovsTables(host)
  if (tables !== null) facts['ovs.database'] = outputOf(tables)
  return facts
}

/** `grep "" /proc/net/bonding/*` out of the files. */
function bondingLines(host: string): string {
  return capturesLike(/^proc-net-bonding-/)
    .filter(([owner]) => owner === host)
    .flatMap(([, file]) => {
      const bond = file.replace(/^proc-net-bonding-|\.txt$/g, '')
      return readCapture(host, file)
        .trimEnd()
        .split('\n')
        .map((line) => `${bond}:${line}\n`)
    })
    .join('')
}

function ovsTables(host: string): string | null {
  const files = OVS_TABLES.map((table) => [`ovs-vsctl-json-${table}.json`, `ovs-vsctl-list-${table}.json`])
  const texts = files.map(
    (names) => names.filter((file) => hasCapture(host, file)).map((file) => readCapture(host, file))[0],
  )
  return texts.every((text) => text !== undefined) ? texts.map((text) => `${text.trim()}\n`).join('') : null
}
