import type { Sriov, VirtualFunction } from '../model/sriov'
import type { IpLinkRecord } from '../parse/ip-link'
import type { SysfsNetRecord } from '../parse/sysfs-net'

type SysfsByLink = ReadonlyMap<string, SysfsNetRecord>
type Physical = { record: IpLinkRecord; pci: string | null }

/** What each link is on its card, by the link's name: from what the kernel tells of it and what sysfs shows, either of which may lack. */
export function sriovByLink(records: readonly IpLinkRecord[], sysfs: SysfsByLink): Map<string, Sriov> {
  const found = new Map<string, Sriov>()
  const physical: Physical[] = []
  for (const record of records) {
    const row = sysfs.get(record.name)
    const functions = functionsOf(record, row)
    const limit = row?.functionLimit ?? null
    if (functions.length === 0 && limit === null) continue
    found.set(record.name, { role: 'physical', functions, limit, switchId: record.switchId })
    physical.push({ record, pci: row?.pci ?? null })
  }
  for (const record of records) {
    const sriov = found.has(record.name)
      ? null
      : (virtualOf(sysfs.get(record.name), sysfs) ?? representorOf(record, physical))
    if (sriov !== null) found.set(record.name, sriov)
  }
  return found
}

/** By number: those in sysfs, and those that the kernel lists. It lists none where they are more than a message holds. */
function functionsOf({ functions }: IpLinkRecord, row: SysfsNetRecord | undefined): VirtualFunction[] {
  const told = new Map(functions.map((each) => [each.number, each]))
  const shown = new Map((row?.functions ?? []).map((each) => [each.number, each]))
  const numbers = [...new Set([...shown.keys(), ...told.keys()])].sort((a, b) => a - b)
  return numbers.map((number) => ({
    ...(told.get(number) ?? { ...UNTOLD, number }),
    pci: shown.get(number)?.pci ?? null,
    driver: shown.get(number)?.driver ?? null,
  }))
}

const UNTOLD: Omit<VirtualFunction, 'number' | 'pci' | 'driver'> = {
  mac: null,
  vlanId: null,
  vlanPriority: null,
  vlanProtocol: null,
  isSpoofChecked: null,
  isTrusted: null,
  linkState: null,
  maxRateMbps: null,
  minRateMbps: null,
}

function virtualOf(row: SysfsNetRecord | undefined, sysfs: SysfsByLink): Sriov | null {
  const parent = row?.physical ?? null
  if (row === undefined || parent === null) return null
  // A card with two ports may show both at one address: the one that has the function is meant.
  const [own, ...others] = [...sysfs.values()].filter(({ pci }) => pci === parent)
  const holder = [own, ...others].find((each) => each?.functions.some(({ pci }) => pci === row.pci)) ?? own
  const number = holder?.functions.find(({ pci }) => pci === row.pci)?.number ?? null
  return { role: 'virtual', parent, of: holder?.link ?? null, number }
}

/** Names of ports as the kernel makes them (devlink_port's attributes): "pf0vf1", "c1pf0vf0", "pf0sf88", "pf0hpf"; earlier ice: "vfr1". */
const FUNCTION_PORT = /^(?:c\d+)?(?:pf(\d+)(?:vfr?(\d+)|sf\d+|hpf)?|vfr?(\d+))$/i

/** The uplink's own, "p0", is the physical function. Earlier mlx5 drivers say the function's number and nothing else. */
function representorOf({ portName, switchId, kind }: IpLinkRecord, physical: readonly Physical[]): Sriov | null {
  if (portName === null || switchId === null || kind !== null) return null
  const ofSwitch = physical.filter(({ record }) => record.switchId === switchId)
  const bare = /^\d{1,5}$/.test(portName) && ofSwitch.length > 0 ? portName : undefined
  const parts = FUNCTION_PORT.exec(portName)
  if (parts === null && bare === undefined) return null
  const number = bare ?? parts?.[2] ?? parts?.[3]
  return {
    role: 'representor',
    of: physicalOf(ofSwitch, parts?.[1])?.record.name ?? null,
    number: number === undefined ? null : Number(number),
    port: portName,
    switchId,
  }
}

/** A switch over both ports of a card (a bond of them) has several: told apart by the port's number, or by the function's on PCI. */
function physicalOf(ofSwitch: readonly Physical[], number: string | undefined): Physical | undefined {
  if (ofSwitch.length < 2) return ofSwitch[0]
  return (
    ofSwitch.find(({ record }) => record.portName === `p${number ?? ''}`) ??
    ofSwitch.find(({ pci }) => pci !== null && pci.endsWith(`.${number ?? ''}`))
  )
}
