/** What a first connection can fail with, in the order in which it is made. */
export const CONNECT_ERRORS = ['host_unreachable', 'not_ssh', 'no_common_algorithm'] as const

/** The same up to a shell that answers. */
export const CHECK_ERRORS = [
  ...CONNECT_ERRORS,
  'host_key_mismatch',
  'bad_private_key',
  'passphrase_required',
  'passphrase_wrong',
  'agent_unavailable',
  'auth_failed',
  'shell_failed',
  'sudo_refused',
  'command_timeout',
] as const

/** What keeps a host that is stored from being read now. */
export const READ_ERRORS = [
  'host_offline',
  'credentials_unreadable',
  ...CHECK_ERRORS,
  'host_key_changed',
  'output_too_large',
] as const
