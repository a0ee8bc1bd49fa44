// Loaded into the console's process by NODE_OPTIONS: writes once a second what only the process itself knows, one JSON line each.
import { appendFileSync } from 'node:fs'

const TICK_MS = 20
const file = `${process.env.PATCHBAY_PROBE_FILE}.${process.pid}`
/** How often a timer was late by so many milliseconds, since the start. */
const lateness = new Array(1001).fill(0)
let last = performance.now()
setInterval(() => {
  const now = performance.now()
  lateness[Math.min(1000, Math.max(0, Math.round(now - last - TICK_MS)))] += 1
  last = now
}, TICK_MS).unref()

function lateAt(quantile) {
  const total = lateness.reduce((sum, count) => sum + count, 0)
  let seen = 0
  const found = lateness.findIndex((count) => (seen += count) >= total * quantile)
  return Math.max(0, found)
}

setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const line = {
    at: Date.now(),
    rssMb: rss / 2 ** 20,
    heapMb: heapUsed / 2 ** 20,
    cpuMs: (user + system) / 1000,
    lateP50: lateAt(0.5),
    lateP99: lateAt(0.99),
    lateMax: lateness.findLastIndex((count) => count > 0),
  }
  appendFileSync(file, `${JSON.stringify(line)}\n`)
}, 1_000).unref()
