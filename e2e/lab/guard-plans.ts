import { randomBytes } from 'node:crypto'
import type { GuardStep, Transaction } from '@/lib/core/guard/transaction'
import type { Check } from '@/lib/core/objects/check'

/** Changes as a planner would make them, by hand: the guard's own tests must not depend on the planner. */

const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
export const newTxnId = (): string =>
  `01${[...randomBytes(24)].map((byte) => ULID_DIGITS.charAt(byte % ULID_DIGITS.length)).join('')}`

const words = (line: string): string[] => line.split(' ')

const reads = (line: string, kind: 'is' | 'is-not' | 'has' | 'has-not', ...texts: string[]): Check => ({
  summary: `${line}: ${kind} ${texts.join(' or ')}`,
  read: { argv: words(line) },
  expect: { kind, texts },
})

export const step = (summary: string, run: string[], rest: Partial<GuardStep> = {}): GuardStep => ({
  summary,
  run: run.map((line) => ({ argv: words(line) })),
  undo: [],
  checks: [],
  isManagement: false,
  survivesReboot: false,
  ...rest,
})

export const transaction = (steps: GuardStep[], rest: Partial<Transaction> = {}): Transaction => ({
  id: newTxnId(),
  steps,
  checks: [],
  backChecks: [],
  ...rest,
})

/** A NIC becomes a port of an OVS bridge that is there. */
export const addOvsPort = (bridge: string, nic: string): GuardStep =>
  step(`Add ${nic} to ${bridge}`, [`ovs-vsctl add-port ${bridge} ${nic}`], {
    survivesReboot: true,
    checks: [
      reads(`ovs-vsctl list-ports ${bridge}`, 'has', nic),
      reads(`ovs-vsctl get interface ${nic} error`, 'is', '[]'),
      reads(`ovs-vsctl get interface ${nic} ofport`, 'is-not', '-1', '[]'),
    ],
    undo: [
      {
        summary: `Take ${nic} out of ${bridge}`,
        run: [{ argv: ['ovs-vsctl', '--if-exists', 'del-port', bridge, nic] }],
        isBack: [reads(`ovs-vsctl list-ports ${bridge}`, 'has-not', nic)],
      },
    ],
  })

/** The tag of a port; somebody else's tag is left alone. */
export const setTag = (port: string, from: number, to: number): GuardStep =>
  step(`Tag ${to} on ${port}`, [`ovs-vsctl set port ${port} tag=${to}`], {
    survivesReboot: true,
    checks: [reads(`ovs-vsctl get port ${port} tag`, 'is', String(to))],
    undo: [
      {
        summary: `Tag ${from} on ${port}`,
        run: [{ argv: words(`ovs-vsctl set port ${port} tag=${from}`) }],
        isBack: [reads(`ovs-vsctl get port ${port} tag`, 'is', String(from))],
        isOurs: [reads(`ovs-vsctl get port ${port} tag`, 'is', String(from), String(to))],
      },
    ],
  })

const addressIsThere = (link: string, cidr: string) => reads(`ip -o -4 addr show dev ${link}`, 'has', ` ${cidr} `)
const linkIsUp = (link: string) => reads(`ip -o link show dev ${link}`, 'has', ',UP')
export const managementChecks = (link: string, cidr: string): Check[] => [linkIsUp(link), addressIsThere(link, cidr)]

export const linkDown = (link: string): GuardStep =>
  step(`Set ${link} down`, [`ip link set dev ${link} down`], {
    isManagement: true,
    undo: [
      { summary: `Set ${link} up`, run: [{ argv: words(`ip link set dev ${link} up`) }], isBack: [linkIsUp(link)] },
    ],
  })

export const removeAddress = (link: string, cidr: string): GuardStep =>
  step(`Remove ${cidr} from ${link}`, [`ip addr del ${cidr} dev ${link}`], {
    isManagement: true,
    undo: [
      {
        summary: `Put ${cidr} back on ${link}`,
        run: [{ argv: words(`ip addr replace ${cidr} dev ${link}`) }],
        isBack: [addressIsThere(link, cidr)],
      },
    ],
  })

export const addAddress = (link: string, cidr: string): GuardStep =>
  step(`Add ${cidr} to ${link}`, [`ip addr add ${cidr} dev ${link}`], {
    isManagement: true,
    checks: [addressIsThere(link, cidr)],
    undo: [
      {
        summary: `Remove ${cidr} from ${link}`,
        run: [{ argv: words(`ip addr del ${cidr} dev ${link}`) }],
        isBack: [reads(`ip -o -4 addr show dev ${link}`, 'has-not', ` ${cidr} `)],
      },
    ],
  })

/** NIC and address move into a bridge that nobody sets up: the host is cut off. */
export const intoBridgeThatIsDown = (link: string, bridge: string, cidr: string): GuardStep[] => [
  step(`Create bridge ${bridge}`, [`ip link add ${bridge} type bridge`], {
    undo: [
      {
        summary: `Delete ${bridge}`,
        run: [{ argv: words(`ip link del dev ${bridge}`) }],
        isBack: [
          {
            summary: `no ${bridge}`,
            read: { argv: words(`ip link show dev ${bridge}`) },
            expect: { kind: 'fails' },
          },
        ],
      },
    ],
  }),
  step(`Move ${link} into ${bridge}`, [`ip link set dev ${link} master ${bridge}`], {
    isManagement: true,
    undo: [
      {
        summary: `Take ${link} out of ${bridge}`,
        run: [{ argv: words(`ip link set dev ${link} nomaster`) }],
        isBack: [reads(`ip -o link show dev ${link}`, 'has-not', ` master ${bridge} `)],
      },
    ],
  }),
  removeAddress(link, cidr),
  step(`Add ${cidr} to ${bridge}`, [`ip addr add ${cidr} dev ${bridge}`], { isManagement: true }),
]
