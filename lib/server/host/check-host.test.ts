import { spawn } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import { startTestServer } from '../ssh/testing/server'
import { checkHost } from './check-host'
import { probeHost } from './probe-host'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

async function serve(options: Parameters<typeof startTestServer>[0] = {}) {
  const server = await startTestServer(options)
  cleanups.push(server.stop)
  const settings = {
    address: '127.0.0.1',
    port: server.port,
    username: 'root',
    sudo: false,
    hostKeyFingerprint: server.fingerprint,
    auth: { kind: 'password' as const, password: 'secret' },
  }
  return { server, settings }
}

describe('checkHost', () => {
  it('reads a host that has no network tools at all, and says what is missing', async () => {
    const { server, settings } = await serve()
    const { state, hostKey } = await checkHost(settings, { now: () => 1 })
    expect(hostKey).toEqual({ type: 'ssh-ed25519', fingerprint: server.fingerprint })
    expect(state.sources.map(({ id }) => id)).toEqual([
      'system',
      'links',
      'ovs',
      'networks',
      'guests',
      'processes',
      'lldp',
    ])
    expect(state.system.kernel).not.toBeNull()
    await expect.poll(server.openConnections, { timeout: 10_000 }).toBe(0)
  })

  it('does not sign in where the key is not the one that was accepted', async () => {
    const { server, settings } = await serve()
    const hostKeyFingerprint = `SHA256:${'B'.repeat(43)}`
    await expect(checkHost({ ...settings, hostKeyFingerprint })).rejects.toMatchObject({ code: 'host_key_mismatch' })
    expect(server.authAttempts).toEqual([])
  })

  it('says why sudo does not work', async () => {
    const { settings } = await serve({
      spawnShell: () => spawn('/bin/sh', ['-c', 'echo "sudo: a password is required" >&2; exit 1']),
    })
    await expect(checkHost({ ...settings, sudo: true })).rejects.toMatchObject({ code: 'sudo_refused' })
  })
})

describe('probeHost', () => {
  it('gives what a person compares', async () => {
    const { server } = await serve()
    expect(await probeHost({ address: '127.0.0.1', port: server.port })).toEqual({
      hostKey: { type: 'ssh-ed25519', fingerprint: server.fingerprint },
    })
    expect(server.authAttempts).toEqual([])
  })
})
