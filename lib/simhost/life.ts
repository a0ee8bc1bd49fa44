import type { SimHost } from './sim-host'

/**
 * A little life: counters grow each second, and now and then something visible happens and is taken back, so that a demo
 * host never drifts away from its picture. The turns are a fixed list, not chance: a recording can be repeated.
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

const growCounters = (host: SimHost, second: number): void => {
  const { links } = host.machine.state
  // Not through updateLink: real counters grow without any event.
  for (const [name, link] of links) {
    if (!link.isUp) continue
    const rate = 800 + ((link.index * 7919 + second * 104_729) % 9_000)
    const { rxBytes, rxPackets, txBytes, txPackets } = link.counters
    const counters = {
      rxBytes: rxBytes + rate * 640,
      rxPackets: rxPackets + rate,
      txBytes: txBytes + rate * 410,
      txPackets: txPackets + Math.floor(rate * 0.8),
    }
    links.set(name, { ...link, counters })
  }
}

/** Starts the ticker; `isQuiet` grows counters only. Returns its end. */
export const startLife = (host: SimHost, { isQuiet = false, tickMs = 1_000 } = {}): (() => void) => {
  const turns = isQuiet ? [] : turnsOf(host)
  let second = 0
  let next = 0
  let due = turns[0]?.after ?? Infinity
  const timer = setInterval(() => {
    second += 1
    growCounters(host, second)
    if (second < due) return
    const turn = turns[next % turns.length]
    if (turn !== undefined) host.run(turn.argv)
    next += 1
    due = second + (turns[next % turns.length]?.after ?? Infinity)
  }, tickMs)
  timer.unref()
  return () => clearInterval(timer)
}
