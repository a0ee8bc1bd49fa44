import { execFileSync } from 'node:child_process'
import ssh2 from 'ssh2'
import { afterEach, describe, expect, it } from 'vitest'
import { probeHostKey, toHostKey } from './host-key'
import { startTcpServer, startTestServer } from './testing/server'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean()
})

describe('toHostKey', () => {
  it.each([
    ['ed25519', undefined],
    ['ecdsa', 256],
    ['rsa', 2048],
  ] as const)('agrees with ssh-keygen on %s', (type, bits) => {
    const { public: line } = ssh2.utils.generateKeyPairSync(type as 'rsa', { bits: bits as 2048 }) // bits go with each type as listed
    const [, fingerprint] = execFileSync('ssh-keygen', ['-lf', '-'], { input: line, encoding: 'utf8' }).split(' ')
    const [name, base64 = ''] = line.split(' ')
    expect(toHostKey(Buffer.from(base64, 'base64'))).toEqual({ type: name, fingerprint })
  })

  it('survives nonsense', () => {
    expect(toHostKey(Buffer.alloc(0)).type).toBe('unknown')
    expect(toHostKey(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x1b, 0x5b])).type).toBe('unknown')
  })
})

describe('probeHostKey', () => {
  it('gets the key and leaves before any sign-in', async () => {
    const server = await startTestServer()
    cleanups.push(server.stop)
    const key = await probeHostKey({ address: '127.0.0.1', port: server.port })
    expect(key).toEqual({ type: 'ssh-ed25519', fingerprint: server.fingerprint })
    expect(server.authAttempts).toEqual([])
  })

  it('leaves no connection behind', async () => {
    const server = await startTestServer()
    cleanups.push(server.stop)
    await probeHostKey({ address: '127.0.0.1', port: server.port })
    await expect.poll(server.openConnections, { timeout: 10_000 }).toBe(0)
  })

  it('says when the port is not SSH', async () => {
    const server = await startTcpServer((socket) => socket.end('HTTP/1.1 400 \u001b[31mBad\r\n'))
    cleanups.push(server.stop)
    await expect(probeHostKey({ address: '127.0.0.1', port: server.port })).rejects.toMatchObject({
      code: 'not_ssh',
      message: `127.0.0.1:${server.port} does not speak SSH: it answered "HTTP/1.1 400 [31mBad". Is this the port of sshd?`,
    })
  })
})
