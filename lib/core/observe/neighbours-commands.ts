import type { ReadCommand } from './read-command'

/** json0 rather than json: always lists, where json prints a bare object for exactly one (lldpcli(8), -f). */
export const LLDP_NEIGHBOURS: ReadCommand = {
  id: 'lldp.neighbours',
  source: 'lldp',
  argv: ['lldpcli', '-f', 'json0', 'show', 'neighbors', 'details'],
  display: 'lldpcli -f json0 show neighbors details',
  tool: 'lldpcli',
  deadlineMs: 5_000,
  maxBytes: 4 * 1024 * 1024,
}

export const LLDP_COMMANDS: readonly ReadCommand[] = [LLDP_NEIGHBOURS]
