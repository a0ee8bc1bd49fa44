import type { NetworkState, SourceId, SourceReport } from '../model/network-state'
import { BRIDGE_VLAN, IP_ADDR, IP_ROUTE, SYSFS_NET } from '../observe/links-commands'
import { OVS_DATABASE } from '../observe/ovs-commands'
import { SYSTEM_FACTS } from '../observe/system-commands'
import type { Ground } from './grounds'
import { OVS_DATAPATH } from './link-facts'

/** A part that is not known. `about`: of these objects alone; null: nobody knows of which. `reason`: why, and what would be right. */
export type Unread = { ground: Ground; about: readonly string[] | null; reason: string }

type Origin = {
  source: SourceId
  /** The one command of its source that counts; left out: all do. */
  command?: string
  /** For messages: "the guests". */
  noun: string
  /** Where the tool is not installed, there is nothing to know. */
  isGoneWithTool?: true
  /** Read with the same tool: where that one answered, the tool is there. */
  twin?: SourceId
}

export const GROUNDS: Readonly<Record<Ground, Origin>> = {
  links: { source: 'links', command: IP_ADDR.display, noun: 'the links and addresses' },
  routes: { source: 'links', command: IP_ROUTE.display, noun: 'the routes' },
  vlans: { source: 'links', command: BRIDGE_VLAN.display, noun: 'the VLANs of bridge ports' },
  ovs: { source: 'ovs', command: OVS_DATABASE.display, noun: "Open vSwitch's database", isGoneWithTool: true },
  networks: { source: 'networks', noun: "libvirt's networks", isGoneWithTool: true, twin: 'guests' },
  guests: { source: 'guests', noun: "libvirt's guests", isGoneWithTool: true, twin: 'networks' },
  processes: { source: 'processes', noun: 'the QEMU processes' },
  functions: { source: 'links', command: SYSFS_NET.display, noun: 'the functions of cards that guests have' },
  management: { source: 'system', command: SYSTEM_FACTS.display, noun: 'the way of our own SSH connection' },
  identity: { source: 'system', command: SYSTEM_FACTS.display, noun: "the host's machine-id" },
}

const ALL = Object.keys(GROUNDS) as Ground[]

/**
 * Which parts of a host are not known, or not whole: what is not seen there may be there all the same. `isGoneWithTool` false: not
 * even a tool that is not installed says that there is nothing, for there was something a moment ago.
 */
export const unreadGrounds = (state: NetworkState, believes = { isGoneWithTool: true }): Unread[] =>
  ALL.flatMap((ground) => unreadOf(state, ground, believes) ?? [])

function unreadOf(state: NetworkState, ground: Ground, believes: { isGoneWithTool: boolean }): Unread | null {
  const { source, command, isGoneWithTool, twin } = GROUNDS[ground]
  const report = reportOf(state, source)
  // The address that sshd gave us tells the way, whatever else of the system was not read.
  if (ground === 'management' && !state.management.isGuess && state.management.localAddress !== null) return null
  if (ground === 'functions' && !state.guests.some(hasFunction)) return null
  if (ground === 'identity' && state.system.machineId !== null) return null
  if (report === undefined) return { ground, about: null, reason: 'it was not asked for' }
  const problems = report.problems.filter((problem) => command === undefined || problem.command === command)
  if (problems.length === 0) return null
  const isToolThere = twin !== undefined && hasAnswered(reportOf(state, twin))
  const isNotInstalled =
    believes.isGoneWithTool && isGoneWithTool === true && problems.every(isMissingTool) && !isToolThere
  if (isNotInstalled && !isSeenInKernel(state, ground)) return null
  return { ground, about: aboutOf(problems), reason: [...new Set(problems.map(({ message }) => message))].join(' ') }
}

/** Nobody hangs on a card whose functions nobody has. */
const hasFunction = ({ nics }: NetworkState['guests'][number]): boolean =>
  nics.some(({ running }) => running?.source.type === 'hostdev')

const reportOf = ({ sources }: NetworkState, source: SourceId): SourceReport | undefined =>
  sources.find(({ id }) => id === source)

const hasAnswered = (report: SourceReport | undefined): boolean => report !== undefined && report.status !== 'missing'

const isMissingTool = ({ code }: SourceReport['problems'][number]): boolean => code === 'tool_missing'

/** Null as soon as one problem is about nothing in particular. */
function aboutOf(problems: SourceReport['problems']): string[] | null {
  const about = problems.flatMap((problem) => problem.about ?? [])
  return problems.every((problem) => problem.about !== undefined) ? [...new Set(about)] : null
}

/** Open vSwitch without its tools: its datapath is among the links. */
const isSeenInKernel = ({ links }: NetworkState, ground: Ground): boolean =>
  ground === 'ovs' && links.some(({ name, master }) => name === OVS_DATAPATH || master === OVS_DATAPATH)
