import type { SimHost } from './sim-host'

/**
 * A little life: now and then something visible happens and is taken back, so that a demo host never drifts away from its
 * picture. Counters grow without it (kernel/counters.ts). The turns are a fixed list, not chance: a recording can be repeated.
 */
type Turn = readonly { after: number; argv: readonly string[] }[]

const turnsOf = (host: SimHost): Turn => {
  const { libvirt, links } = host.machine.state
  const guests = [...(libvirt?.guests.values() ?? [])]
  const off = guests.find(({ live }) => live === null)?.name
  const flapping = [...links.values()].find(({ detail, master }) => detail.kind === 'nic' && master !== null)?.name
  return [
    ...(off === undefined
      ? []
      : [
          { after: 12, argv: ['virsh', 'start', off] },
          { after: 20, argv: ['virsh', 'destroy', off] },
        ]),
    ...(flapping === undefined
      ? []
      : [
          { after: 15, argv: ['ip', 'link', 'set', flapping, 'down'] },
          { after: 5, argv: ['ip', 'link', 'set', flapping, 'up'] },
        ]),
  ]
}

/** Starts the ticker. Returns its end. */
export const startLife = (host: SimHost, { tickMs = 1_000 } = {}): (() => void) => {
  const turns = turnsOf(host)
  let second = 0
  let next = 0
  let due = turns[0]?.after ?? Infinity
  const timer = setInterval(() => {
    second += 1
    if (second < due) return
    const turn = turns[next % turns.length]
    if (turn !== undefined) host.run(turn.argv)
    next += 1
    due = second + (turns[next % turns.length]?.after ?? Infinity)
  }, tickMs)
  timer.unref()
  return () => clearInterval(timer)
}
