import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import type { ErrorCode } from '@/lib/contract/errors'
import type { HostAuth } from '@/lib/contract/hosts'
import { newTestKey } from '@/lib/server/ssh/testing/keys'
import { loginKeyOf } from '@/lib/simhost/sim-host'
import { acceptHostKey, askForHostKey, giveCredentials } from './support/acts'
import { expectApiError, expectErrorNote } from './support/errors'
import { expect, test } from './support/test'

/** First contact that fails: each way has an error with a name, in the API and where the act was, and stores nothing. */

const LOCAL = '127.0.0.1'
const lockedKey = (passphrase: string) => newTestKey({ passphrase, cipher: 'aes256-ctr', rounds: 1 }).private

test.describe('an address that is not the host’s', () => {
  const servers: Server[] = []
  const listen = async (greeting: string) => {
    const server = createServer((socket) => socket.on('error', () => undefined).end(greeting))
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, LOCAL, resolve))
    // listening on TCP, so it has a port
    return (server.address() as AddressInfo).port
  }
  test.afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  const cases: readonly [string, () => Promise<number>, ErrorCode, RegExp][] = [
    [
      'a port that nothing listens on',
      async () => {
        const port = await listen('')
        servers.pop()?.close()
        return port
      },
      'host_unreachable',
      /refuses connections.*sshd/,
    ],
    [
      'a web server',
      () => listen('HTTP/1.1 400 Bad Request\r\n\r\n'),
      'not_ssh',
      /does not speak SSH.*400 Bad Request/,
    ],
    ['a port that closes at once', () => listen(''), 'host_unreachable', /closed the connection before SSH began/],
  ]
  for (const [what, open, code, words] of cases) {
    test(`${what} is ${code}`, async ({ page, server, addNeighbour, asAdmin: _ }) => {
      const neighbourIsRead = await addNeighbour()
      const port = await open()
      await expectApiError(server.api('POST', '/hosts/probe', { address: LOCAL, port }), code, words)
      await askForHostKey(page, { address: LOCAL, port })
      await expectErrorNote(page, code, words)
      await expect(page.getByLabel('SSH port')).toHaveValue(String(port))
      await neighbourIsRead()
    })
  }
})

test.describe('credentials that do not open the host', () => {
  const PASSPHRASE = 'the passphrase'
  type Case = {
    what: string
    sim?: string
    username?: string
    sudo?: boolean
    auth: Exclude<HostAuth, { kind: 'agent' }>
    code: ErrorCode
    words: RegExp
  }
  const cases: readonly Case[] = [
    {
      what: 'a wrong password',
      auth: { kind: 'password', password: 'wrong' },
      code: 'auth_failed',
      words: /refuses root with this password/,
    },
    {
      what: 'a user that is not there',
      username: 'nobody9',
      auth: { kind: 'password', password: 'patchbay' },
      code: 'auth_failed',
      words: /refuses nobody9 with this password/,
    },
    {
      what: 'a host that refuses everybody',
      sim: 'sim-auth-refused',
      auth: { kind: 'password', password: 'patchbay' },
      code: 'auth_failed',
      words: /refuses root/,
    },
    {
      what: 'a key that is not authorised',
      auth: { kind: 'privateKey', privateKey: loginKeyOf('stranger').privateKey },
      code: 'auth_failed',
      words: /refuses root with this private key/,
    },
    {
      what: 'text that is no key',
      auth: { kind: 'privateKey', privateKey: 'ssh-ed25519 AAAAC3Nz the public half' },
      code: 'bad_private_key',
      words: /private key/i,
    },
    {
      what: 'a locked key without its passphrase',
      auth: { kind: 'privateKey', privateKey: lockedKey(PASSPHRASE) },
      code: 'passphrase_required',
      words: /passphrase/i,
    },
    {
      what: 'a locked key with another passphrase',
      auth: { kind: 'privateKey', privateKey: lockedKey(PASSPHRASE), passphrase: 'another' },
      code: 'passphrase_wrong',
      words: /passphrase/i,
    },
    {
      what: 'a user that sudo does not know',
      sim: 'sim-no-sudo',
      username: 'admin',
      sudo: true,
      auth: { kind: 'password', password: 'patchbay' },
      code: 'sudo_refused',
      words: /sudo.*NOPASSWD/s,
    },
  ]
  for (const { what, sim: simName = 'kvm-linux', username = 'root', sudo = false, auth, code, words } of cases) {
    test(`${what} is ${code}, and nothing is stored`, async ({
      page,
      server,
      startSimHosts,
      addNeighbour,
      asAdmin: _,
    }) => {
      const neighbourIsRead = await addNeighbour()
      const [sim] = await startSimHosts(simName)
      const target = { name: 'locked', address: LOCAL, port: sim?.server.port ?? 0, username, sudo }
      const hostKeyFingerprint = sim?.server.fingerprint
      await expectApiError(server.api('POST', '/hosts', { ...target, hostKeyFingerprint, auth }), code, words)

      await askForHostKey(page, target)
      await acceptHostKey(page)
      await giveCredentials(page, { ...target, ...auth })
      await expect(page.getByRole('alert').filter({ hasText: code })).toBeVisible()
      await expect(page.getByText(words).first()).toBeVisible()
      await expect(page.getByLabel('Name in the console')).toHaveValue('locked')

      expect((await server.api('GET', '/hosts')).body).toMatchObject({ hosts: [{ name: 'neighbour' }] })
      await neighbourIsRead()
    })
  }
})
