/** Next calls this once per server, before the first request (file convention "instrumentation"). */
export async function register() {
  // Next puts these in by itself and reads them at build time, to leave this out of other runtimes.
  // eslint-disable-next-line no-restricted-properties
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return
  const { start } = await import('./lib/server/start')
  await start()
}
