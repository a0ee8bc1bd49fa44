import { z } from 'zod'

type ErrorFact = {
  /** HTTP status of the answer. */
  status: number
  /** May the same request succeed later without anybody changing anything? */
  isRetryable: boolean
  /** When it is thrown. */
  when: string
}

/** Every error code of the API. A code never changes its meaning; new meanings get new codes. */
export const ERROR_CODES = {
  invalid_request: { status: 422, isRetryable: false, when: 'a field is missing or wrong; details.fields names each' },
  invalid_json: { status: 400, isRetryable: false, when: 'the body is not JSON' },
  payload_too_large: { status: 413, isRetryable: false, when: 'the body is over the limit' },
  not_found: { status: 404, isRetryable: false, when: 'no such resource, or it was deleted' },
  method_not_allowed: { status: 405, isRetryable: false, when: 'the path exists, the method does not' },
  unauthenticated: { status: 401, isRetryable: false, when: 'no session and no token, or either has ended' },
  wrong_credentials: { status: 401, isRetryable: false, when: 'sign-in with an unknown name or a wrong password' },
  too_many_attempts: { status: 429, isRetryable: true, when: 'sign-in is locked for a while after repeated failures' },
  console_busy: {
    status: 503,
    isRetryable: true,
    when: 'too many passwords wait to be checked; details.retryAfterSeconds says when to come back',
  },
  forbidden: { status: 403, isRetryable: false, when: 'the role does not allow it' },
  cross_site_request: { status: 403, isRetryable: false, when: 'a browser sent the request from another site' },
  foreign_host: {
    status: 421,
    isRetryable: false,
    when: 'the request asks for another host than this console: neither its own address nor PATCHBAY_PUBLIC_URL',
  },
  too_many_streams: {
    status: 429,
    isRetryable: true,
    when: 'the session or token has its most event streams open already (details.most)',
  },
  wrong_setup_code: {
    status: 403,
    isRetryable: false,
    when: 'the set-up code is not the one that the console printed when it started last',
  },
  setup_done: { status: 409, isRetryable: false, when: 'the first administrator exists already' },
  name_taken: { status: 409, isRetryable: false, when: 'another host, user or token has this name' },
  changed_meanwhile: {
    status: 409,
    isRetryable: false,
    when: 'somebody changed it, or the console did, while this was being tried: nothing was stored; look at it as it is now',
  },
  last_admin: { status: 409, isRetryable: false, when: 'the last administrator would be removed or lowered' },
  host_key_mismatch: { status: 409, isRetryable: false, when: 'the host offers another key than the one accepted' },
  host_key_changed: {
    status: 409,
    isRetryable: false,
    when: 'the pinned key is not what the host offers now: a hard stop',
  },
  host_unreachable: {
    status: 502,
    isRetryable: true,
    when: 'no TCP connection: no route, refused, or no answer in time',
  },
  not_ssh: { status: 502, isRetryable: false, when: 'something answers on the port, and it does not speak SSH' },
  no_common_algorithm: {
    status: 502,
    isRetryable: false,
    when: 'the host offers only SSH algorithms that are not safe any more',
  },
  auth_failed: { status: 502, isRetryable: false, when: 'the host refuses the user with this password, key or agent' },
  bad_private_key: { status: 422, isRetryable: false, when: 'the private key cannot be read' },
  passphrase_required: {
    status: 422,
    isRetryable: false,
    when: 'the private key is encrypted and no passphrase was given',
  },
  passphrase_wrong: { status: 422, isRetryable: false, when: 'the passphrase does not open the private key' },
  agent_unavailable: { status: 502, isRetryable: true, when: 'there is no ssh-agent to ask, or it holds no key' },
  credentials_unreadable: {
    status: 502,
    isRetryable: false,
    when: 'the stored credentials were sealed with another key, or are damaged: enter them again',
  },
  credentials_required: {
    status: 422,
    isRetryable: false,
    when: 'a host is to be reached elsewhere, as another user or with another key (details.changed), and `auth` is missing: stored credentials do not go there',
  },
  sudo_refused: { status: 502, isRetryable: false, when: 'sudo -n asks for a password or refuses the user' },
  shell_failed: {
    status: 502,
    isRetryable: true,
    when: 'the command channel could not be opened or ended unexpectedly',
  },
  command_timeout: { status: 504, isRetryable: true, when: 'a command did not end before its deadline' },
  output_too_large: { status: 502, isRetryable: false, when: 'a command printed more than its cap' },
  host_offline: {
    status: 503,
    isRetryable: true,
    when: 'the host is not connected now; details.lastSeenAt says since when',
  },
  no_reading_yet: { status: 503, isRetryable: true, when: 'the host has not been read yet' },
  plan_refused: {
    status: 422,
    isRetryable: false,
    when: 'the edits do not fit the host; details.issues has path, code and message of each; the host was not touched',
  },
  nothing_to_do: {
    status: 409,
    isRetryable: false,
    when: 'the host is already as the change wants it, or there is nothing to take back',
  },
  findings_not_accepted: {
    status: 409,
    isRetryable: false,
    when: 'the plan would break something (details.findings); give a reason for each in `accepts`',
  },
  already_begun: { status: 409, isRetryable: false, when: 'the change was applied before, or has been given up' },
  not_awaiting: {
    status: 409,
    isRetryable: true,
    when: 'the change does not wait for a decision yet; details.status says where it is',
  },
  stale_plan: {
    status: 409,
    isRetryable: false,
    when: 'the host is no longer as it was when the change was planned, or another version of the console planned it: plan it again',
  },
  host_locked: {
    status: 409,
    isRetryable: true,
    when: 'another change holds the host; details.operator and details.secondsLeft say whose and how long',
  },
  preflight_failed: {
    status: 409,
    isRetryable: false,
    when: 'the host lacks what a guarded change needs; nothing was changed; details.obstacles names each',
  },
  guard_failed: {
    status: 502,
    isRetryable: true,
    when: 'the guard could not be put in place or proved to run; nothing was changed',
  },
  rehearsal_failed: {
    status: 409,
    isRetryable: false,
    when: 'tried on the host where it touches nothing, the rollback did not bring everything back; nothing was changed',
  },
  not_rehearsed: {
    status: 409,
    isRetryable: false,
    when: 'the change touches the way to the host, and its rollback could not be tried beforehand (details.why); nothing was changed; `isUnrehearsedAccepted` applies it all the same',
  },
  not_stored: {
    status: 502,
    isRetryable: true,
    when: 'what has to survive a reboot could not be written on the host: of a kept change that works, or of one that only stores something',
  },
  change_over: {
    status: 409,
    isRetryable: false,
    when: 'the change no longer waits for a decision: it is confirmed, taken back or has failed',
  },
  storage_unwritable: {
    status: 507,
    isRetryable: true,
    when: "the console's own disk is full or read-only, so that nothing can be recorded; GET /health says which",
  },
  internal: { status: 500, isRetryable: true, when: 'a fault of ours; the log has it under details.requestId' },
} as const satisfies Record<string, ErrorFact>

export type ErrorCode = keyof typeof ERROR_CODES
export const ErrorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]])

export const ErrorBody = z.object({
  error: z.object({
    code: ErrorCode,
    /** For a person: what was wanted, what was found, what would be right. */
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
})
export type ErrorBody = z.infer<typeof ErrorBody>
