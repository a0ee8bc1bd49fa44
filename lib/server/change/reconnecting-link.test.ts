import { describe, expect, it } from 'vitest'
import { FakeClock } from '../host/testing/clock'
import type { ChangeDeps, ChangeLink } from './change-types'
import { DEFAULT_TIMINGS } from './change-types'
import { ReconnectingLink } from './reconnecting-link'
import { sleep } from './sleep'

const LINK: ChangeLink = { shell: { run: () => Promise.resolve([]) }, close: () => undefined }

/** A host whose sign-in takes `ms`. */
function slowHost(ms: number) {
  const clock = new FakeClock()
  const connect: ChangeDeps['connect'] = ({ signal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error))
      void sleep(clock, ms).then(() => resolve(LINK))
    })
  const host = new ReconnectingLink({ connect, clock }, DEFAULT_TIMINGS)
  const during = async <T>(promise: Promise<T>): Promise<T> => {
    await clock.advance(60_000)
    return promise
  }
  return { host, during }
}

describe('ReconnectingLink', () => {
  it('does not wait long for a connection while the window runs', async () => {
    const { host, during } = slowHost(8_000)
    const link = await during(host.connectAfresh())
    expect(link).toMatchObject({ reached: false, why: { code: 'host_unreachable' } })
    expect(link.reached ? '' : link.why.message).toContain('within 5 s')
  })

  it('waits while nothing is lost by it, and gives as much to the next connection', async () => {
    const { host, during } = slowHost(8_000)
    await during(host.requireLink())
    expect(await during(host.connectAfresh())).toMatchObject({ reached: true })
  })

  it('gives up on a host that does not answer at all', async () => {
    const { host, during } = slowHost(45_000)
    await expect(during(host.requireLink().catch((error: Error) => error.message))).resolves.toContain('within 30 s')
  })
})
