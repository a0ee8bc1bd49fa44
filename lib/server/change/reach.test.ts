import { describe, expect, it } from 'vitest'
import { FakeClock } from '../host/fake-clock'
import type { ChangeDeps, ChangeLink } from './change-types'
import { DEFAULT_TIMINGS } from './change-types'
import { Reach } from './reach'
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
  const reach = new Reach({ connect, clock }, DEFAULT_TIMINGS)
  const during = async <T>(promise: Promise<T>): Promise<T> => {
    await clock.advance(60_000)
    return promise
  }
  return { reach, during }
}

describe('Reach', () => {
  it('does not wait long for a connection while the window runs', async () => {
    const { reach, during } = slowHost(8_000)
    const link = await during(reach.connectAfresh())
    expect(link).toMatchObject({ reached: false, why: { code: 'host_unreachable' } })
    expect(link.reached ? '' : link.why.message).toContain('within 5 s')
  })

  it('waits while nothing is lost by it, and gives as much to the next connection', async () => {
    const { reach, during } = slowHost(8_000)
    await during(reach.requireLink())
    expect(await during(reach.connectAfresh())).toMatchObject({ reached: true })
  })

  it('gives up on a host that does not answer at all', async () => {
    const { reach, during } = slowHost(45_000)
    await expect(during(reach.requireLink().catch((error: Error) => error.message))).resolves.toContain('within 30 s')
  })
})
