/* Test support: a host that is only in memory, behind the real fleet. Give `options` to startTestConsole. */
import type { NetworkState } from '@/lib/core/model/network-state'
import { hostState } from '@/lib/core/topology/testing/fixtures'
import type { HostKey } from '@/lib/contract/hosts'
import { AppError } from '../errors'
import type { HostSettings } from '../host/settings'
import { TestHost } from '../host/testing/host'
import type { RuntimeOptions } from '../runtime'

export const HOST_KEY: HostKey = { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` }
export const OTHER_KEY: HostKey = { type: 'ssh-ed25519', fingerprint: `SHA256:${'B'.repeat(43)}` }

export type FakeHost = {
  offers: HostKey
  state: NetworkState
  /** What connecting fails with. */
  failWith: AppError | null
  /** Settings of each connection that was tried, credentials included. */
  connections: Omit<HostSettings, 'id'>[]
  options: Pick<RuntimeOptions, 'probeHost' | 'checkHost' | 'fleet'>
}

export function createFakeHost(): FakeHost {
  const connect = (settings: Omit<HostSettings, 'id'>, code: 'host_key_mismatch' | 'host_key_changed') => {
    fake.connections.push(settings)
    if (fake.failWith) throw fake.failWith
    if (settings.hostKeyFingerprint === fake.offers.fingerprint) return
    throw new AppError(code, { message: 'The host offers another key.', details: { offeredHostKey: fake.offers } })
  }
  const link = new TestHost()
  const fake: FakeHost = {
    offers: HOST_KEY,
    state: hostState({}),
    failWith: null,
    connections: [],
    options: {
      probeHost: async () => {
        if (fake.failWith) throw fake.failWith
        return { hostKey: fake.offers }
      },
      checkHost: async (settings) => {
        connect(settings, 'host_key_mismatch')
        return { state: fake.state, hostKey: fake.offers }
      },
      fleet: {
        openLink: async (settings, signal) => {
          connect(settings, 'host_key_changed')
          return link.open(signal)
        },
        observe: () => fake.state,
      },
    },
  }
  return fake
}
