const PHASES: Readonly<Record<string, (host: string) => string>> = {
  preflight: (host) => `Checking ${host} before anything is touched`,
  upload: (host) => `Putting the undo on ${host}`,
  lock: (host) => `Locking ${host} for others`,
  rehearse: (host) => `Rehearsing change and undo on ${host}`,
  arm: (host) => `Starting the timer on ${host}`,
  apply: (host) => `Changing ${host}`,
  verify: (host) => `Reading ${host} back`,
  confirm: (host) => `Reaching ${host} over a new connection`,
  persist: () => 'Writing what is stored for the next start',
  release: (host) => `Unlocking ${host}`,
  decision: () => 'Decided',
  wait: (host) => `Waiting for ${host}`,
  rollback: (host) => `${host} puts everything back`,
}

/** A phase in words; one that this page does not know yet is shown as it is. */
export const phaseWords = (phase: string, host: string): string =>
  (Object.hasOwn(PHASES, phase) ? PHASES[phase]?.(host) : undefined) ?? phase
