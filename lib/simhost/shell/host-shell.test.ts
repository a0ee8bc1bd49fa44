import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ok } from '../machine/result'
import { CONSOLE } from '../machine/session'
import type { Ask } from './asks'
import { isAlive, sayResult } from './asks'
import { HostShell } from './host-shell'

const FACTS = { uptimeSeconds: 4711, bootId: 'b00t', machineId: 'm4ch1ne' }

let asked: Ask[]
let answer: (ask: Ask) => Promise<string>
let shell: HostShell
beforeEach(() => {
  asked = []
  answer = () => Promise.resolve(sayResult(ok()))
  shell = new HostShell(
    ['ip', 'virsh'],
    () => FACTS,
    (ask) => {
      asked.push(ask)
      return answer(ask)
    },
  )
})
afterEach(() => shell.end())

const run = (script: string, ...words: string[]) =>
  shell.start(['-c', shell.root.lead(script), 'sh', ...words], { session: CONSOLE }).ended

describe('a tool of the simulated host', () => {
  it('is given its words and its standard input to the letter', async () => {
    const words = ['', 'a b', `it's "$(reboot)" \`id\` \\ *`, 'two\nlines\n', '-n', '%s', 'ünï\u202ecödé', '/dev/stdin']
    await run('printf %s "$0" | virsh define "$@"', ...words)
    const [{ argv, stdin, seconds }] = asked as [Ask]
    expect({ argv, stdin, seconds }).toEqual({ argv: ['virsh', 'define', ...words], stdin: 'sh', seconds: null })
  })

  it('says what it came to, whatever is in it', async () => {
    const stdout = `100%\\n $(reboot) 'x' ${'long '.repeat(50_000)}\n\n`
    answer = () => Promise.resolve(sayResult({ status: 7, stdout, stderr: "no such 'thing'\n" }))
    expect(await run('ip link; echo "rc $?" >&2')).toEqual({ status: 0, stdout, stderr: "no such 'thing'\nrc 7\n" })
  })

  it('has the deadline of its `timeout`, and many are asked at once', async () => {
    await run('for i in 1 2 3 4 5; do timeout -k 2 $i ip link show $i & done; wait')
    expect(asked.map(({ argv, seconds }) => `${argv.join(' ')} within ${seconds}`).sort()).toEqual(
      [1, 2, 3, 4, 5].map((i) => `ip link show ${i} within ${i}`),
    )
  })

  it('is alone on PATH with a few of this machine', async () => {
    const { stdout } = await run(
      'PATH=/usr/sbin:/usr/bin:/sbin:/bin; for tool; do command -v $tool >/dev/null && echo $tool; done',
      ...['ip', 'virsh', 'ovs-vsctl', 'rm', 'curl', 'python3', 'ssh'],
    )
    expect(stdout).toBe('ip\nvirsh\nrm\n')
  })
})

describe('paths of the host', () => {
  it('lead into its folder, and nothing of that is seen outside', async () => {
    const script =
      'mkdir -p /run/patchbay && echo $1 >/run/patchbay/x && read -r up _ </proc/uptime && echo $up /run/patchbay/*'
    expect(await run(script, '/var/lib/x')).toEqual({ status: 0, stdout: '4711.00 /run/patchbay/x\n', stderr: '' })
    expect(shell.root.read('/run/patchbay/x')).toBe('/var/lib/x\n')
  })

  it('are led once, at their beginnings, and no others', () => {
    const { root } = shell
    const led = root.lead('cat </proc/uptime "$run"/state /usr/share /x/var /running root=/var/lib/x ${a}/run')
    expect(root.lead(led)).toBe(led)
    expect(led.replaceAll(root.path, '@')).toBe(
      'cat <@/proc/uptime "$run"/state /usr/share /x/var /running root=@/var/lib/x ${a}/run',
    )
  })
})

describe('processes', () => {
  it('are known to /proc while they run, and end with the host', async () => {
    shell.root.write('/var/lib/wait.sh', 'while :; do ip link; done\n')
    const waiting = shell.start([shell.root.copy('/var/lib/wait.sh')], { session: CONSOLE, unit: 'u' })
    await waiting.born
    const { pid, ended } = waiting
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(1), 15_000)
    expect(shell.root.read(`/proc/${pid}/stat`)).toMatch(new RegExp(`^${pid} \\(sh\\) S 1 ${pid} ${pid} `))
    await shell.signal('SIGTERM', 'u')
    expect(await ended).toMatchObject({ status: 143 })
    expect(shell.root.read(`/proc/${pid}/stat`)).toBe(null)
  })

  it('end with the process that simulates, even where that is killed', async () => {
    const script = `
      const { HostShell } = await import('./lib/simhost/shell/host-shell.ts')
      const shell = new HostShell(['ip'], () => (${JSON.stringify(FACTS)}), () => new Promise(() => undefined))
      const run = shell.start(['-c', 'ip link & ip addr'], { session: null, unit: 'u' })
      await run.born
      console.log(run.pid + ' ' + shell.root.path)
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: path.resolve(import.meta.dirname, '../../..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const [pid = '', folder = ''] = said.toString().trim().split(' ')
    expect([isAlive(-Number(pid)), existsSync(folder)]).toEqual([true, true])
    child.kill('SIGKILL')
    await vi.waitFor(() => expect([isAlive(-Number(pid)), existsSync(folder)]).toEqual([false, false]), 15_000)
  })
})
