import { afterEach, describe, expect, it } from 'vitest'
import { SHELL_EXEC, SUDO_SHELL_EXEC } from '../core/shell/frame'
import { WATCH_READY, watchScript } from '../core/shell/watch-script'
import { dirtiedBy, WATCHES } from '../core/observe/events'
import { IP_ADDR } from '../core/observe/links-commands'
import { observeHost } from '../core/observe/observe-host'
import { READ_COMMANDS } from '../core/observe/read-commands'
import type { CommandOutput } from '../core/observe/read-command'
import { idleHosts } from './hosts/generated'
import { kvmLinux } from './hosts/kvm-linux'
import { kvmOvs } from './hosts/kvm-ovs'
import { loginKeyOf } from './sim-host'
import type { SimHost, SimHostOptions } from './sim-host'
import { exec, framedBatch, openChannel, signIn } from './testing/client'

const started: SimHost[] = []
const start = async (
  build: (options: Partial<SimHostOptions>) => SimHost,
  options: Partial<SimHostOptions> = {},
): Promise<SimHost> => {
  const host = build(options)
  started.push(host)
  await host.start()
  return host
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((host) => host.stop()))
})

const LIST = ['virsh', 'list', '--all']

describe('signing in', () => {
  it('takes the password and the key, and refuses others', async () => {
    const { privateKey } = loginKeyOf('operator')
    const host = await start(kvmLinux, { authorizedKey: privateKey, password: 's3cret' })
    const byPassword = await signIn(host)
    byPassword.end()
    const byKey = await signIn(host, { password: undefined, privateKey })
    byKey.end()
    await expect(signIn(host, { password: 'wrong' })).rejects.toThrow(/authentication/)
    await expect(signIn(host, { username: 'nobody' })).rejects.toThrow(/authentication/)
    await expect(signIn(host, { password: undefined, privateKey: loginKeyOf('other').privateKey })).rejects.toThrow(
      /authentication/,
    )
  })

  it('shows the same host key for the same name, and another after a change', async () => {
    const [first, second] = [await start(kvmLinux), await start(kvmLinux)]
    expect(first.server.fingerprint).toBe(second.server.fingerprint)
    const before = first.server.fingerprint
    first.changeHostKey()
    let seen = ''
    const client = await signIn(first, {
      hostHash: 'sha256',
      hostVerifier: (hash: string) => {
        seen = `SHA256:${Buffer.from(hash, 'hex').toString('base64').replace(/=+$/, '')}`
        return true
      },
    })
    client.end()
    expect(seen).toBe(first.server.fingerprint)
    expect(seen).not.toBe(before)
  })
})

describe('the framed shell', () => {
  it('answers a whole reading that observeHost understands', async () => {
    const host = await start(kvmOvs)
    const client = await signIn(host)
    const replies = await framedBatch(
      client,
      READ_COMMANDS.map(({ argv }) => argv),
    )
    client.end()
    expect(replies).toHaveLength(READ_COMMANDS.length)
    const facts: Record<string, CommandOutput> = {}
    for (const [at, reply] of replies.entries()) facts[READ_COMMANDS[at]?.id ?? ''] = reply
    const state = observeHost(facts, { readAtMs: 0, sshConnection: null })
    expect(state.sources.map(({ id, status }) => `${id} ${status}`)).toEqual(READ_SOURCES.map((id) => `${id} ok`))
    expect(state.management).toMatchObject({ localAddress: '192.0.2.11', links: ['eth0'] })
  })

  it('runs as root through sudo, and refuses who may not', async () => {
    const host = await start(kvmLinux)
    const admin = await signIn(host, { username: 'admin' })
    const [reply] = await framedBatch(admin, [['id', '-u']], { exec: SUDO_SHELL_EXEC })
    expect(reply).toMatchObject({ status: 0, stdout: '0\n' })
    admin.end()
    const viewer = await signIn(host, { username: 'viewer' })
    const refusal = await exec(viewer, SUDO_SHELL_EXEC)
    expect(refusal).toMatchObject({ status: 1, stderr: 'sudo: a password is required\n' })
    const [denied] = await framedBatch(viewer, [LIST])
    expect(denied?.status).toBe(1)
    viewer.end()
  })

  it('passes standard input on and caps standard output', async () => {
    const host = await start(kvmLinux)
    const client = await signIn(host)
    const [stored, capped] = await framedBatch(
      client,
      [
        ['tee', '/run/x'],
        ['cat', '/run/x'],
      ],
      { stdin: 'x'.repeat(1_000), maxBytes: 100 },
    )
    client.end()
    expect(host.run(['cat', '/run/x']).stdout).toHaveLength(1_000)
    expect(stored?.isTruncated).toBe(true)
    expect(capped?.stdout).toHaveLength(100)
  })
})

describe('plain exec and watches', () => {
  it('answers commands by hand and 127 for the unknown', async () => {
    const host = await start(kvmOvs)
    const client = await signIn(host)
    expect((await exec(client, 'ovs-vsctl list-br')).stdout).toBe('br-edge\novsbr1\novsbr1-v125\n')
    expect(await exec(client, 'foo --bar')).toMatchObject({ status: 127, stderr: 'sh: 1: foo: not found\n' })
    client.end()
  })

  it.each([
    ['exec ip monitor link', ['ip', 'link', 'set', 'eth1', 'down'], /eth1: <[^>]*> mtu 1500/],
    ['exec ovsdb-client -f json monitor Port', ['ovs-vsctl', 'set', 'Port', 'stor126', 'tag=125'], /"new","stor126"/],
    [
      'exec virsh -c qemu:///system event --all --loop',
      ['virsh', 'start', 'jump1'],
      /event 'lifecycle' for domain 'jump1': Started Booted/,
    ],
    [
      'exec virsh net-event --loop --event lifecycle',
      ['virsh', 'net-destroy', 'default'],
      /event 'lifecycle' for network default: Stopped/,
    ],
  ])('%s prints what happens', async (command, argv, expected) => {
    const host = await start(kvmOvs)
    const client = await signIn(host)
    const channel = await openChannel(client, command)
    const line = new Promise<string>((resolve) => {
      let text = ''
      channel.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        if (expected.test(text)) resolve(text)
      })
    })
    host.run(argv)
    expect(await line).toMatch(expected)
    client.end()
  })
})

describe('the watch script', () => {
  const watchAll = async (
    host: SimHost,
    index: number,
  ): Promise<{ lines: () => string[]; until: (text: string) => Promise<void> }> => {
    const client = await signIn(host)
    const channel = await openChannel(client, SHELL_EXEC)
    let text = ''
    channel.on('data', (chunk: Buffer) => (text += chunk.toString()))
    channel.write(watchScript(WATCHES[index]?.argvs ?? []))
    const until = (wanted: string): Promise<void> =>
      new Promise((resolve) => {
        const look = () => text.includes(wanted) && resolve()
        channel.on('data', look)
        look()
      })
    await until(WATCH_READY)
    return { lines: () => text.split('\n').filter((line) => line !== ''), until }
  }

  it.each([
    ['links', ['ip', 'link', 'set', 'eth1', 'down'], 'eth1', 'links'],
    ['ovs', ['ovs-vsctl', 'set', 'Port', 'stor126', 'tag=125'], 'stor126', 'ovs'],
    ['libvirt', ['virsh', 'start', 'jump1'], 'jump1', 'guests'],
    ['libvirt', ['virsh', 'net-destroy', 'default'], 'default', 'networks'],
  ] as const)('%s: lines after %j dirty their source', async (id, argv, wanted, source) => {
    const host = await start(kvmOvs)
    const watch = await watchAll(
      host,
      WATCHES.findIndex((spec) => spec.id === id),
    )
    host.run(argv)
    await watch.until(wanted)
    const dirtied = watch
      .lines()
      .filter((line) => line !== WATCH_READY)
      .map((line) => dirtiedBy(id, line))
    expect(dirtied[0]).toBe(source)
    expect(new Set(dirtied)).toEqual(new Set([source]))
  })

  it('ends with the tool’s words where the tool is missing', async () => {
    const host = await start(kvmLinux)
    const client = await signIn(host)
    const result = await exec(client, SHELL_EXEC, watchScript(WATCHES.find(({ id }) => id === 'ovs')?.argvs ?? []))
    expect(result.status).toBe(127)
    expect(result.stderr).toContain('sh: 1: ovsdb-client: not found')
    client.end()
  })
})

describe('difficult hosts', () => {
  it('hangs to its deadline, is slow, garbles and floods as told', async () => {
    const host = await start(kvmLinux)
    const client = await signIn(host)
    const cure = host.fail({ kind: 'hang', match: 'virsh list' })
    expect((await framedBatch(client, [LIST], { deadlineMs: 50 }))[0]).toMatchObject({ status: 124, isTimedOut: true })
    cure()
    host.fail({ kind: 'garble', match: IP_ADDR.id })
    const [garbled] = await framedBatch(client, [IP_ADDR.argv])
    expect(() => JSON.parse(garbled?.stdout ?? '') as unknown).toThrow()
    host.fail({ kind: 'flood', match: 'hostname', stream: 'stdout' })
    const [flood] = await framedBatch(client, [['hostname']], { maxBytes: 1_000 })
    expect(flood).toMatchObject({ isTruncated: true })
    client.end()
  })

  it('answers with more than the SSH window holds, and then the next command', async () => {
    const host = await start(kvmLinux)
    const client = await signIn(host)
    host.fail({ kind: 'flood', match: 'hostname', stream: 'stdout' })
    const threeMebibytes = 3 * 1024 * 1024
    const replies = await framedBatch(client, [['hostname'], ['hostname']], { maxBytes: threeMebibytes })
    expect(replies.map(({ stdout }) => stdout.length)).toEqual([threeMebibytes, threeMebibytes])
    client.end()
  })

  it('cuts the connection in the middle of an answer', async () => {
    const host = await start(kvmLinux)
    const client = await signIn(host)
    client.on('error', () => undefined)
    host.fail({ kind: 'cut', match: IP_ADDR.id })
    const replies = await framedBatch(client, [['hostname'], IP_ADDR.argv, ['hostname']])
    expect(replies).toHaveLength(1)
  })

  it('vanishes, comes back on the same port, and reboots', async () => {
    const host = await start(kvmLinux)
    const { port } = host.server
    const client = await signIn(host)
    client.on('error', () => undefined)
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()))
    await host.vanish()
    await closed
    await expect(signIn(host)).rejects.toThrow(/ECONNREFUSED/)
    await host.appear()
    expect(host.server.port).toBe(port)
    const { bootId } = host.machine.state.system
    await host.reboot()
    expect(host.machine.state.system.bootId).not.toBe(bootId)
    const again = await signIn(host)
    again.end()
  })
})

describe('many hosts', () => {
  it('serves 200 in one process', async () => {
    const before = process.memoryUsage().heapUsed
    const hosts = idleHosts(200)
    started.push(...hosts)
    await Promise.all(hosts.map((host) => host.start()))
    const heapMiB = (process.memoryUsage().heapUsed - before) / 1024 / 1024
    expect(heapMiB).toBeLessThan(200)
    const last = hosts.at(-1)
    if (last === undefined) throw new Error('no hosts were made')
    const client = await signIn(last)
    expect((await framedBatch(client, [['hostname']]))[0]?.stdout).toBe('idle-200\n')
    client.end()
  })
})

const READ_SOURCES = ['system', 'links', 'ovs', 'networks', 'guests', 'processes', 'lldp']
