import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../host/clock'
import { addHost } from '../host/manage-hosts'
import type { TestConsole } from '../testing/console'
import { startTestConsole } from '../testing/console'
import type { FakeHost } from '../testing/fake-hosts'
import { createFakeHost, HOST_KEY, OTHER_KEY } from '../testing/fake-hosts'
import { ChangeLinks } from './change-links'

let fake: FakeHost
let console: TestConsole
beforeEach(async () => {
  fake = createFakeHost()
  console = await startTestConsole({}, fake.options)
})
afterEach(() => console.stop())

describe('the connection that a change is confirmed over', () => {
  it('wants the pinned key at whatever address it is told', async () => {
    const { runtime } = console
    const { signal } = new AbortController()
    const request = {
      ...{ name: 'kvm1', label: '', address: 'kvm1.test', port: 22, username: 'root', sudo: false },
      ...{ hostKeyFingerprint: HOST_KEY.fingerprint, auth: { kind: 'password', password: 'x' } as const },
    }
    const { id } = await addHost(runtime, request, { actor: 'test', address: null }, signal)
    const openLink = fake.options.fleet?.openLink ?? expect.fail('no way to connect')
    const connect = new ChangeLinks({ ...runtime, openLink, clock: systemClock }).connectorOf(id)
    fake.offers = OTHER_KEY
    await expect(connect({ address: 'stranger.test', signal })).rejects.toMatchObject({ code: 'host_key_changed' })
    expect(fake.connections.at(-1)).toMatchObject({
      address: 'stranger.test',
      hostKeyFingerprint: HOST_KEY.fingerprint,
    })
  })
})
