import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { SHELL_EXEC, SUDO_SHELL_EXEC } from '@/lib/core/shell/frame'
import { connectSsh } from './connection'
import type { ShellOptions } from './shell'
import { HostShell } from './shell'
import type { ShellCommand } from './shell-channel'
import type { TestServer, TestServerOptions } from './testing/server'
import { startTestServer } from './testing/server'

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean()
})

const ENVIRONMENT = { ...process.env, SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' }
const command = (argv: string[], more: Partial<ShellCommand> = {}): ShellCommand => ({
  argv,
  deadlineMs: 10_000,
  maxBytes: 1_000_000,
  ...more,
})

async function openShell(options: TestServerOptions = {}, shellOptions: Partial<ShellOptions> = {}) {
  const server: TestServer = await startTestServer(options)
  cleanups.push(server.stop)
  const connection = await connectSsh({
    address: '127.0.0.1',
    port: server.port,
    username: 'root',
    auth: { kind: 'password', password: 'secret' },
    hostKey: { fingerprint: server.fingerprint, whenDifferent: 'host_key_changed' },
  })
  cleanups.push(() => connection.close())
  return { server, connection, shell: new HostShell(connection, { sudo: false, ...shellOptions }) }
}

const SHELLS = [
  { name: 'dash', file: '/bin/dash', args: ['-s'] },
  { name: 'bash', file: '/bin/bash', args: ['--posix', '-s'] },
  { name: 'busybox', file: '/bin/busybox', args: ['sh', '-s'] },
].filter(({ file }) => existsSync(file))

const runIn = ({ file, args }: (typeof SHELLS)[number], env: NodeJS.ProcessEnv = ENVIRONMENT): TestServerOptions => ({
  spawnShell: () => spawn(file, args, { env }),
})

/** Everything a shell, a terminal or a parser could stumble over, and no NUL. */
const hostileText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 24 }),
    fc.string({ unit: fc.constantFrom(...`'"\\$\`;&|<>(){}[]*?~#!= \t\n\r-%@:`), maxLength: 16 }),
    fc.constantFrom(
      '$(reboot)',
      '`id`',
      '${IFS}',
      "';id;'",
      '--help',
      '-n',
      '\u2028',
      '🦊',
      '\u001b[2J',
      '%s%n',
      '\\',
      "'",
      '@',
    ),
  )
  .filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text))

describe.each(SHELLS)('HostShell over $name', (sh) => {
  it('passes 8,000 hostile strings through unchanged', { timeout: 60_000 }, async () => {
    const { shell } = await openShell(runIn(sh))
    const words = fc.sample(hostileText, { numRuns: 8_000, seed: 20_260 })
    const commands = Array.from({ length: 20 }, (_, i) =>
      command(['printf', '%s\\n\\001', ...words.slice(i * 400, (i + 1) * 400)]),
    )
    const outputs = await shell.run(commands)
    expect(outputs.flatMap(({ stdout }) => stdout.split('\n\u0001').slice(0, -1))).toEqual(words)
  })

  it('passes standard input and output through byte by byte', async () => {
    const { shell } = await openShell(runIn(sh))
    const [text, nothing, newlines, both, nul] = await shell.run([
      command(['cat'], { stdin: "it's <xml/>\n\n$(id)\t\\n" }),
      command(['cat']),
      command(['printf', 'a\\n\\n\\n']),
      command(['sh', '-c', 'printf out; printf "err\n" >&2; exit 3']),
      command(['printf', 'a\\0b']),
    ])
    expect(text).toMatchObject({ status: 0, stdout: "it's <xml/>\n\n$(id)\t\\n" })
    expect(nothing).toMatchObject({ status: 0, stdout: '' })
    expect(newlines?.stdout).toBe('a\n\n\n')
    expect(both).toMatchObject({ status: 3, stdout: 'out', stderr: 'err\n', isTimedOut: false })
    expect(nul?.stdout).toBe('a\0b')
  })

  it('gives each command a clean and equal environment', async () => {
    const { shell } = await openShell(
      runIn(sh, { ...ENVIRONMENT, LC_ALL: 'de_DE.UTF-8', T: 'x', U: 'y', PATH: '/usr/bin' }),
    )
    const [env, missing] = await shell.run([command(['env']), command(['no-such-tool'])])
    expect(env?.stdout).toMatch(/^LC_ALL=C$/m)
    expect(env?.stdout).toMatch(/^PATH=\/usr\/sbin:\/usr\/bin:\/sbin:\/bin/m)
    expect(env?.stdout).not.toMatch(/^[TU]=|[0-9a-f]{32}/m)
    expect(missing).toMatchObject({ status: 127, stdout: '' })
    expect(missing?.stderr).toContain('no-such-tool')
  })

  it('cuts 50 MB at the cap and goes on', async () => {
    const { shell, server } = await openShell(runIn(sh))
    const [big, exact, next] = await shell.run([
      command(['head', '-c', '52428800', '/dev/zero'], { maxBytes: 1_000_000 }),
      command(['head', '-c', '1000', '/dev/zero'], { maxBytes: 1000 }),
      command(['echo', 'still here']),
    ])
    expect(big).toMatchObject({ isTruncated: true })
    expect(big?.stdout.length).toBe(1_000_000)
    expect(exact).toMatchObject({ isTruncated: false, status: 0 })
    expect(next?.stdout).toBe('still here\n')
    expect(server.execs).toHaveLength(1)
  })

  it('ends a command at its deadline and goes on in the same channel', async () => {
    const { shell, server } = await openShell(runIn(sh))
    const outputs = await shell.run([
      command(['sh', '-c', 'echo begun; exec sleep 30'], { deadlineMs: 1000 }),
      command(['sh', '-c', 'exit 124']),
      command(['echo', 'next']),
    ])
    expect(outputs).toMatchObject([
      { status: null, isTimedOut: true, stdout: 'begun\n' },
      { status: 124, isTimedOut: false },
      { status: 0, stdout: 'next\n' },
    ])
    expect(server.execs).toHaveLength(1)
  })
})

describe('HostShell without a usable timeout', () => {
  /** A PATH where `timeout` is broken, as the first that a shell finds. */
  function brokenTimeout(script: string): TestServerOptions {
    const folder = mkdtempSync(path.join(tmpdir(), 'tools-'))
    cleanups.push(() => rmSync(folder, { recursive: true }))
    for (const tool of ['sh', 'sleep', 'head', 'cat', 'env', 'true', 'echo']) {
      symlinkSync(`/bin/${tool}`, path.join(folder, tool))
    }
    if (script !== '') writeFileSync(path.join(folder, 'timeout'), script, { mode: 0o755 })
    // The bootstrap puts the usual folders first; this shell sees them as ours.
    return {
      spawnShell: () => {
        const child = spawn('/bin/sh', ['-s'], { env: { ...process.env, PATH: folder } })
        const write = child.stdin.write.bind(child.stdin)
        child.stdin.write = ((chunk: Buffer, ...rest: []) =>
          write(
            Buffer.from(chunk.toString('latin1').replace('PATH=/usr/sbin:/usr/bin:/sbin:/bin${', 'PATH=${'), 'latin1'),
            ...rest,
          )) as typeof child.stdin.write // the overloads are not needed here
        return child
      },
    }
  }

  it.each([
    ['absent', ''],
    ['without -k', '#!/bin/sh\n[ "$1" = -k ] && exit 1\nexec /usr/bin/timeout "$@"\n'],
    ['broken', '#!/bin/sh\nexit 1\n'],
  ])('keeps deadlines where timeout is %s', async (_, script) => {
    const { shell } = await openShell(brokenTimeout(script))
    const outputs = await shell.run([
      command(['cat'], { stdin: 'read me' }),
      command(['cat']),
      command(['sh', '-c', 'echo begun; exec sleep 30'], { deadlineMs: 1000 }),
      command(['sh', '-c', 'exit 7']),
      command(['no-such-tool']),
    ])
    expect(outputs).toMatchObject([
      { status: 0, stdout: 'read me' },
      { status: 0, stdout: '' },
      { status: null, isTimedOut: true, stdout: 'begun\n' },
      { status: 7 },
      { status: 127 },
    ])
  })
})

describe('HostShell', () => {
  it('asks for a constant, once, and learns the path of its own connection', async () => {
    const { shell, server } = await openShell()
    await Promise.all([shell.run([command(['true'])]), shell.run([command(['true'])])])
    expect(server.execs).toEqual([SHELL_EXEC])
    expect(shell.sshConnection).toBe('192.0.2.1 50000 192.0.2.2 22')
  })

  it('skips what the login shell prints before', async () => {
    const { shell } = await openShell({
      onExec: (channel) => {
        channel.write('Welcome!\n@0123456789abcdef0123456789abcdef:hello\n')
        channel.stderr.write('setlocale: LC_ALL: cannot change locale\n')
      },
    })
    expect(await shell.run([command(['echo', 'ok'])])).toMatchObject([{ stdout: 'ok\n', stderr: '' }])
  })

  it('tells of each output as it comes', async () => {
    const { shell } = await openShell()
    const seen: string[] = []
    const outputs = await shell.run([command(['echo', 'a']), command(['echo', 'b'])], (index, { stdout }) =>
      seen.push(`${index} ${stdout}`),
    )
    expect(seen).toEqual(outputs.map(({ stdout }, index) => `${index} ${stdout}`))
  })

  it('gives answers of interleaved calls to those who asked', async () => {
    const { shell } = await openShell()
    const calls = Array.from({ length: 20 }, (_, i) =>
      shell.run([command(['echo', `${i}`]), command(['echo', `${-i}`])]),
    )
    const outputs = await Promise.all(calls)
    expect(outputs.map((each) => each.map(({ stdout }) => stdout.trim()))).toEqual(
      outputs.map((_, i) => [`${i}`, `${-i}`]),
    )
  })

  it('fails with shell_failed when the channel is cut in the middle of output, and reopens', async () => {
    let cut: () => void = () => undefined
    const { shell, server } = await openShell({
      onExec: (channel) => {
        cut = () => channel.close()
      },
    })
    await shell.open()
    const running = shell.run([command(['sh', '-c', 'echo begun; exec sleep 30']), command(['true'])])
    cut()
    await expect(running).rejects.toMatchObject({ code: 'shell_failed' })
    expect(await shell.run([command(['echo', 'again'])])).toMatchObject([{ stdout: 'again\n' }])
    expect(server.execs).toHaveLength(2)
  })

  it('fails with the reason when the connection is cut', async () => {
    const { shell, server } = await openShell()
    await shell.open()
    const running = shell.run([command(['sleep', '30'])])
    server.dropAll()
    await expect(running).rejects.toMatchObject({
      code: 'shell_failed',
      message: expect.stringContaining('the connection ended while commands ran') as string,
    })
  })

  it('gives up a channel whose command outlives its deadline on the host, and runs the rest in a new one', async () => {
    const { shell, server } = await openShell({}, { graceMs: 100 })
    // A child that keeps our stdout is what no deadline of the host reaches.
    const outputs = await shell.run([
      command(['echo', 'first']),
      command(['sh', '-c', 'setsid sleep 60 & echo left behind'], { deadlineMs: 500 }),
      command(['echo', 'last']),
    ])
    expect(outputs).toMatchObject([
      { stdout: 'first\n' },
      { status: null, isTimedOut: true },
      { status: 0, stdout: 'last\n' },
    ])
    expect(server.execs).toHaveLength(2)
  })

  it('calls a host hung whose commands outlive their deadlines one after the other', { timeout: 60_000 }, async () => {
    const { shell } = await openShell({}, { graceMs: 100 })
    const leave = command(['sh', '-c', 'setsid sleep 60 &'], { deadlineMs: 500 })
    const seen: number[] = []
    const running = shell.run([leave, leave, leave, command(['true'])], (index) => seen.push(index))
    await expect(running).rejects.toMatchObject({ code: 'command_timeout' })
    expect(seen).toEqual([0, 1])
  })

  it('gives up a channel that floods stderr', { timeout: 60_000 }, async () => {
    const { shell, server } = await openShell()
    const outputs = await shell.run([
      command(['sh', '-c', 'head -c 90000000 /dev/zero >&2'], { deadlineMs: 30_000 }),
      command(['echo', 'last']),
    ])
    expect(outputs).toMatchObject([{ status: null, isTruncated: true, isTimedOut: false }, { stdout: 'last\n' }])
    expect(server.execs).toHaveLength(2)
  })

  it('gives up when the shell never says hello', async () => {
    const { shell } = await openShell({ onExec: () => false }, { helloTimeoutMs: 50 })
    await expect(shell.open()).rejects.toMatchObject({
      code: 'shell_failed',
      message: expect.stringContaining('was not ready') as string,
    })
  })

  it('repeats what an account without a shell says', async () => {
    const { shell } = await openShell({
      spawnShell: () => spawn('/bin/sh', ['-c', 'echo "This account is currently not available."; exit 1']),
    })
    await expect(shell.open()).rejects.toMatchObject({
      code: 'shell_failed',
      message: expect.stringContaining('"This account is currently not available."') as string,
    })
  })

  it('refuses what cannot be quoted, and stays usable', async () => {
    const { shell } = await openShell()
    await expect(shell.run([command(['true']), command(['echo', 'a\0b'])])).rejects.toThrow(/NUL/)
    expect(await shell.run([command(['echo', 'ok'])])).toMatchObject([{ stdout: 'ok\n' }])
  })
})

describe('HostShell behind a login shell with start-up files', () => {
  /** As sshd does it: the login shell reads its start-up files, with our channel as its standard input, before the exec string. */
  function loginShell(startUp: string, shell = ['/bin/bash']): TestServerOptions {
    const folder = mkdtempSync(path.join(tmpdir(), 'login-'))
    cleanups.push(() => rmSync(folder, { recursive: true }))
    const file = path.join(folder, 'bashrc')
    writeFileSync(file, startUp)
    const [program = '', ...args] = shell
    return { spawnShell: (exec) => spawn(program, [...args, '-c', exec], { env: { ...ENVIRONMENT, BASH_ENV: file } }) }
  }

  it.each([
    ['prints a banner', 'echo "Welcome to kvm1"; echo careful >&2'],
    ['sets options for all', 'set -o noclobber; set -e; export SHELLOPTS; trap "" TERM; trap "echo bye" EXIT'],
    ['goes on in another shell', 'unset BASH_ENV; exec /bin/bash -s'],
  ])('works where one %s', async (_, startUp) => {
    const { shell } = await openShell(loginShell(startUp))
    const [failed, second] = await shell.run([command(['false']), command(['sh', '-c', 'echo a >/dev/null; echo ok'])])
    expect([failed?.status, second?.stdout]).toEqual([1, 'ok\n'])
  })

  it.each([
    ['ends it', 'exit 0', /did not start.*start-up file.*exit/],
    ['asks a question', 'read -r answer', /asks a question \(read\).*terminal/],
    ['takes everything there is', 'while read -r line; do :; done', /was not ready within.*\(read\)/],
    ['starts what gives back all it is told', 'exec cat', /another program.*reads what Patchbay writes/],
    ['waits', 'sleep 60', /was not ready within.*another program/],
  ])('says so where one %s', async (_, startUp, words) => {
    const { shell } = await openShell(loginShell(startUp), { helloTimeoutMs: 1500 })
    const message = expect.stringMatching(words) as string
    await expect(shell.open()).rejects.toMatchObject({ code: 'shell_failed', message })
    await expect(shell.open()).rejects.toMatchObject({ message: expect.not.stringMatching(/T=[0-9a-f]{32}/) as string })
  })

  it.each([
    ['restricted', ['/bin/bash', '-r'], /restricted one.*chsh/],
    ['none', ['/bin/false'], /login shell may be \/bin\/false/],
  ])('says so where it is %s', async (_, program, words) => {
    const { shell } = await openShell(loginShell('', program))
    await expect(shell.open()).rejects.toMatchObject({ message: expect.stringMatching(words) as string })
  })
})

describe('HostShell with sudo', () => {
  /** Runs the exec string with a sudo of ours before the real one. */
  function fakeSudo(script: string): TestServerOptions {
    const folder = mkdtempSync(path.join(tmpdir(), 'sudo-'))
    cleanups.push(() => rmSync(folder, { recursive: true }))
    if (script !== '') writeFileSync(path.join(folder, 'sudo'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
    const env = { ...ENVIRONMENT, PATH: script === '' ? folder : `${folder}:/usr/bin:/bin` }
    return { spawnShell: (exec) => spawn('/bin/sh', ['-c', exec], { env }) }
  }

  it('runs through sudo and still knows the connection', async () => {
    const { shell, server } = await openShell(
      fakeSudo('[ "$*" = "-n -- /bin/sh -s" ] || exit 9\nunset SSH_CONNECTION\nAS_ROOT=yes exec /bin/sh -s'),
      { sudo: true },
    )
    expect(await shell.run([command(['sh', '-c', 'echo "$AS_ROOT"'])])).toMatchObject([{ stdout: 'yes\n' }])
    expect(shell.sshConnection).toBe('192.0.2.1 50000 192.0.2.2 22')
    expect(server.execs).toEqual([SUDO_SHELL_EXEC])
  })

  it.each([
    ['a password is needed', 'echo "sudo: a password is required" >&2; exit 1', 'a password is required'],
    ['the user may not', 'echo "Sorry, user lab may not run sudo on kvm1." >&2; exit 1', 'may not run sudo'],
    ['there is none', '', 'Install it, or sign in as root'],
    [
      'it wants a terminal',
      'echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1',
      '"Defaults:NAME !requiretty"',
    ],
    [
      'it lectures first',
      'printf "We trust you have received the usual lecture from the local System\\nAdministrator. %0300d\\nsudo: a password is required\\n" 0 >&2; exit 1',
      'It said "sudo: a password is required"',
    ],
    [
      'the host speaks German',
      'case $LC_ALL in C) echo "sudo: a password is required" ;; *) echo "sudo: Ein Passwort ist notwendig" ;; esac >&2; exit 1',
      'a password is required',
    ],
  ])('is refused when %s', async (_, script, said) => {
    const { shell } = await openShell(fakeSudo(script), { sudo: true })
    await expect(shell.open()).rejects.toMatchObject({
      code: 'sudo_refused',
      message: expect.stringContaining(said) as string,
    })
  })
})
