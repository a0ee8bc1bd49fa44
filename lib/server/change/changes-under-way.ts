import 'server-only'
import { FINAL_STATUSES } from '@/lib/contract/constants/change-status'
import { actorWords } from '@/lib/core/text/actor-words'
import type { ChangeRow } from '../db/change'
import { AppError } from '../errors'
import { twinsOf } from '../host/host-notes'
import type { Services } from '../services'
import { ChangeControl } from './change-control'
import type { ChangeRecord } from './change-record'
import type { Holder } from './host-locked'
import { hostLocked } from './host-locked'

/** `record`: null until it is on record that the change has begun. */
export type UnderWay = { changeId: string; operator: string; control: ChangeControl; record: ChangeRecord | null }

/** Who changes which host in this process: one change at a time on each machine. */
export class ChangesUnderWay {
  readonly #deps: Pick<Services, 'now' | 'fleet'>
  readonly #byHost = new Map<string, UnderWay>()

  constructor(deps: Pick<Services, 'now' | 'fleet'>) {
    this.#deps = deps
  }

  begin(hostId: string, entry: UnderWay): void {
    this.#byHost.set(hostId, entry)
  }

  end(hostId: string): void {
    this.#byHost.delete(hostId)
  }

  /** As long as `act` goes on, its change is under way: nobody else changes the host. */
  async during(record: ChangeRecord, operator: string, act: () => Promise<void>): Promise<void> {
    const { id, hostId } = record.row
    this.begin(hostId, { changeId: id, operator, control: new ChangeControl(), record })
    try {
      await act()
    } finally {
      this.end(hostId)
    }
  }

  has(hostId: string): boolean {
    return this.#byHost.has(hostId)
  }

  /** Who changes this host now; null: nobody here. */
  holderOf(hostId: string): Holder | null {
    const entry = this.#byHost.get(hostId)
    if (!entry) return null
    const { changeId, operator, record } = entry
    const deadlineMs = record?.row.deadlineAt?.getTime() ?? null
    const leftMs = deadlineMs === null ? null : Math.max(0, deadlineMs - this.#deps.now().getTime())
    return { changeId, operator, secondsLeft: leftMs === null ? null : Math.ceil(leftMs / 1000) }
  }

  /** Throws host_locked, saying whose change it is, while one is under way on this host. */
  requireFree(hostId: string, hostName: string): void {
    const holder = this.holderOf(hostId)
    if (holder !== null) throw hostLocked(hostName, holder)
  }

  /** The same, and while one is under way on this machine by another entry. Its own lock would say so too, but not which entry. */
  requireFreeMachine({ hostId, hostName }: Pick<ChangeRow, 'hostId' | 'hostName'>): void {
    this.requireFree(hostId, hostName)
    for (const twin of twinsOf(this.#deps.fleet, hostId)) {
      const other = this.#byHost.get(twin.hostId)
      if (twin.is !== 'same' || other === undefined) continue
      const otherName = other.record?.row.hostName ?? 'another entry'
      throw new AppError('host_locked', {
        message: `${hostName} is the same machine as ${otherName}, which is being changed by ${actorWords(other.operator)}: wait until that change has ended.`,
        details: { operator: other.operator, secondsLeft: null, changeId: other.changeId },
      })
    }
  }

  /** Throws AppError change_over, not_awaiting where this change is not under way. */
  require(row: ChangeRow): UnderWay {
    const entry = this.#byHost.get(row.hostId)
    if (entry?.changeId === row.id && !FINAL_STATUSES.has(row.status)) return entry
    if (FINAL_STATUSES.has(row.status))
      throw new AppError('change_over', {
        message: `This change is over: it is ${row.status.replaceAll('_', ' ')}.`,
        details: { status: row.status },
      })
    throw notAwaiting(row)
  }
}

export const notAwaiting = ({ status }: Pick<ChangeRow, 'status'>): AppError =>
  new AppError('not_awaiting', {
    message:
      status === 'planned'
        ? 'This change has not been applied yet.'
        : 'This change is still being applied: wait until it can be seen.',
    details: { status },
  })
