/* The search language: words that all must match. `vlan:20`, `kind:bond`, `down`, `drifted`, a MAC or its end, an address, a name. */
import { NODE_KINDS } from '../graph/kinds'
import type { GraphNode } from '../graph/graph'

export type Term =
  | { type: 'vlan'; from: number; to: number }
  | { type: 'kind'; kinds: readonly GraphNode['kind'][] }
  | { type: 'host'; text: string }
  | { type: 'state'; test: (node: GraphNode) => boolean }
  | { type: 'mac'; text: string }
  | { type: 'text'; text: string }

export type Query = { terms: readonly Term[]; problems: readonly string[] }

const STATES: Record<string, (node: GraphNode) => boolean> = {
  up: (node) => node.health === 'ok',
  down: (node) => node.health === 'error' || node.health === 'off',
  error: (node) => node.health === 'error',
  broken: (node) => node.health === 'error',
  degraded: (node) => node.health === 'warn',
  warn: (node) => node.health === 'warn',
  off: (node) => node.health === 'off',
  unknown: (node) => node.health === 'unknown',
  drifted: (node) => node.ownership === 'drifted',
  foreign: (node) => node.ownership === 'foreign',
  ours: (node) => node.ownership === 'ours',
  ssh: (node) => node.isManagement,
  management: (node) => node.isManagement,
}

const KIND_WORDS: Record<string, readonly GraphNode['kind'][]> = {
  bridge: ['linux-bridge', 'ovs-bridge', 'fake-bridge'],
  port: ['bridge-port'],
  vlan: ['vlan-link'],
  ...Object.fromEntries(NODE_KINDS.map((kind) => [kind, [kind]])),
}

/** Longest query that is read: what is longer was not typed. */
const MOST_CHARACTERS = 500

/** Reads a query. Terms that cannot be understood become problems, each saying what would be right; the others still count. */
export const parseQuery = (text: string): Query => {
  const words = text
    .slice(0, MOST_CHARACTERS)
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const read = words.map(readWord)
  return {
    terms: read.flatMap((each) => (typeof each === 'string' ? [] : [each])),
    problems: read.flatMap((each) => (typeof each === 'string' ? [each] : [])),
  }
}

const readWord = (word: string): Term | string => {
  const [key, value] = split(word)
  switch (key) {
    case 'vlan':
      return readVlan(value)
    case 'kind':
      return readKind(value)
    case 'host':
      return value === '' ? 'host: needs a name, e.g. host:kvm1' : { type: 'host', text: value }
    case 'mac':
    case 'ip':
    case 'name':
      return value === '' ? `${key}: needs a text to look for` : readPlain(value)
    case 'is':
    case 'state':
      return Object.hasOwn(STATES, value)
        ? readPlain(value)
        : `there is no state "${value}": use ${Object.keys(STATES).join(', ')}`
    default:
      return readPlain(word)
  }
}

const split = (word: string): [string, string] => {
  const at = word.indexOf(':')
  return at < 0 ? ['', word] : [word.slice(0, at), word.slice(at + 1)]
}

const readVlan = (value: string): Term | string => {
  const match = /^(\d{1,5})(?:[-–](\d{1,5}))?$/.exec(value)
  if (!match) return `vlan:${value} is no VLAN: give a number from 1 to 4094, or a range such as vlan:100-110`
  const from = Number(match[1])
  const to = match[2] === undefined ? from : Number(match[2])
  const wrong = [from, to].find((id) => id < 1 || id > 4094)
  if (wrong !== undefined) return `vlan:${value} cannot be: VLANs go from 1 to 4094 (0 and 4095 are reserved)`
  return from > to
    ? `vlan:${value} is empty: give the lower number first, vlan:${to}-${from}`
    : { type: 'vlan', from, to }
}

const readKind = (value: string): Term | string => {
  const kinds = Object.hasOwn(KIND_WORDS, value) ? KIND_WORDS[value] : undefined
  return kinds ? { type: 'kind', kinds } : `there is no kind "${value}": use ${Object.keys(KIND_WORDS).join(', ')}`
}

/** Two bytes and more in hexadecimal: a MAC, or the end of one, in any of the usual spellings. */
const MAC_PART = /^(?:[0-9a-f]{2}[:-]){1,5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$/

const readPlain = (word: string): Term => {
  const test = Object.hasOwn(STATES, word) ? STATES[word] : undefined
  if (test) return { type: 'state', test }
  if (!MAC_PART.test(word)) return { type: 'text', text: word }
  const digits = word.replaceAll(/[^0-9a-f]/g, '')
  return { type: 'mac', text: (digits.match(/../g) ?? []).join(':') }
}
