import { parsed, unparsed } from './parsed'
import type { Parsed } from './parsed'

/** Counters of one link since it was made. Above 2^53 they lose the last digits: rates do not need those. */
export type LinkCounters = {
  link: string
  rxBytes: number
  rxPackets: number
  rxErrors: number
  rxDropped: number
  txBytes: number
  txPackets: number
  txErrors: number
  txDropped: number
}

const COLUMNS = 16

/**
 * /proc/net/dev (proc_net(5)): two header lines, then "<name>: <8 receive> <8 transmit>". The first counter may touch the
 * colon. Lines of another shape are left out; text without the header is refused.
 */
export function parseProcNetDev(text: string): Parsed<LinkCounters[]> {
  const lines = text.split('\n')
  if (!(lines[0] ?? '').includes('Receive')) return unparsed('wanted the header of /proc/net/dev, found none', 'line 1')
  return parsed(lines.slice(2).flatMap(readLine))
}

function readLine(line: string): LinkCounters[] {
  const colon = line.lastIndexOf(':')
  if (colon < 1) return []
  const link = line.slice(0, colon).trim()
  const words = line
    .slice(colon + 1)
    .trim()
    .split(/\s+/)
  if (link === '' || words.length < COLUMNS || !words.every((word) => /^\d{1,20}$/.test(word))) return []
  const counter = (column: number): number => Number(words[column])
  return [
    {
      link,
      rxBytes: counter(0),
      rxPackets: counter(1),
      rxErrors: counter(2),
      rxDropped: counter(3),
      txBytes: counter(8),
      txPackets: counter(9),
      txErrors: counter(10),
      txDropped: counter(11),
    },
  ]
}
