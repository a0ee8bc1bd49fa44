import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WATCH_READY, watchScript } from '../core/shell/watch-script'
import { SHELL_EXEC } from '../core/shell/frame'
import type { NetworkState } from '../core/model/network-state'
import { control } from './control'
import type { ControlReply } from './control'
import { idleHosts } from './hosts/generated'
import type { SimHost } from './sim-host'
import { exec, openChannel, signIn } from './testing/client'

let hosts: SimHost[] = []
beforeEach(async () => {
  hosts = idleHosts(2)
  for (const host of hosts) await host.start()
})
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(hosts.map((host) => host.stop()))
})

const say = (request: unknown): Promise<ControlReply> => control(hosts, JSON.stringify(request))
const at = (index: number): SimHost => {
  const host = hosts[index]
  if (host === undefined) throw new Error(`there is no host ${index}`)
  return host
}
const only = (): SimHost => at(0)
const second = (): SimHost => at(1)

const watchIp = async (host: SimHost) => {
  const client = await signIn(host)
  const channel = await openChannel(client, SHELL_EXEC)
  const seen = { text: '', isClosed: false }
  channel.on('data', (chunk: Buffer) => (seen.text += chunk.toString()))
  channel.on('close', () => (seen.isClosed = true))
  channel.write(watchScript([['ip', '-o', 'monitor', 'link']]))
  await vi.waitFor(() => expect(seen.text).toContain(WATCH_READY))
  return { client, seen }
}

describe('what another process does to hosts', () => {
  it('is told what is wrong with a line', async () => {
    expect(await control(hosts, '{')).toEqual({ ok: false, error: 'wanted one line of JSON' })
    expect(await say({ host: 'idle-9', do: 'drop' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('idle-1'),
    })
    expect(await say({ host: 'idle-1', do: 'dance' })).toMatchObject({ ok: false, error: '"do": "dance" is unknown' })
    expect(await say({ host: 'idle-1', do: 'toString' })).toMatchObject({ ok: false })
  })

  it('freezes a host: nothing comes, nothing is lost', async () => {
    const { client, seen } = await watchIp(only())
    await say({ host: 'idle-1', do: 'freeze' })
    only().run(['ip', 'link', 'add', 'dum0', 'type', 'dummy'])
    const answer = exec(client, 'hostname')
    const late = signIn(only())
    // Time enough: another host of the same process signs in and answers meanwhile.
    const other = await signIn(second())
    expect((await exec(other, 'hostname')).stdout).toBe('idle-2\n')
    other.end()
    expect(seen.text).not.toContain('dum0')
    await say({ host: 'idle-1', do: 'thaw' })
    expect((await answer).stdout).toBe('idle-1\n')
    await vi.waitFor(() => expect(seen.text).toContain('dum0'))
    ;(await late).end()
    client.end()
  })

  it('ends watches, in the middle of a line where asked', async () => {
    const { client, seen } = await watchIp(only())
    expect(await say({ host: 'idle-1', do: 'kill-watch', tool: 'virsh' })).toEqual({ ok: true, ended: 0 })
    expect(await say({ host: 'idle-1', do: 'cut-watch', tool: 'ip' })).toEqual({ ok: true, ended: 1 })
    await vi.waitFor(() => expect(seen.isClosed).toBe(true))
    expect(seen.text.endsWith('<BROADCAST,MULTI')).toBe(true)
    client.end()
  })

  it('sets a clock wrong, but not the uptime', async () => {
    const uptime = only().machine.state.system.bootedAtMs
    await say({ host: 'idle-1', clockOffsetSeconds: 3600 })
    expect(Number(only().run(['date', '+%s.%N']).stdout) * 1000 - Date.now()).toBeGreaterThan(3_500_000)
    expect(only().machine.state.system.bootedAtMs).toBe(uptime)
  })

  it('makes a storm of links that leaves nothing behind', async () => {
    const { client, seen } = await watchIp(only())
    const before = only().machine.state.links.size
    await say({ host: 'idle-1', storm: 120 })
    expect(only().machine.state.links.size).toBe(before)
    await vi.waitFor(() => expect(seen.text.match(/Deleted \d+: storm/g)).toHaveLength(120))
    client.end()
  })

  it('changes all hosts at a rate, the same each time, and stops', async () => {
    vi.useFakeTimers()
    const texts = (host: SimHost) => host.run(['ip', '-d', '-j', 'addr', 'show']).stdout
    const calm = hosts.map(texts)
    await say({ host: '*', rate: 2 })
    await vi.advanceTimersByTimeAsync(30_000)
    expect(hosts.map(texts)).not.toEqual(calm)
    expect(only().machine.state.links.get('eth0')?.isUp).toBe(true)
    await say({ host: '*', rate: 0 })
    const changed = hosts.map(texts)
    await vi.advanceTimersByTimeAsync(30_000)
    expect(hosts.map(texts)).toEqual(changed)
  })

  it('tells what a host truly is', async () => {
    only().run(['ip', 'link', 'add', 'dum0', 'type', 'dummy'])
    const reply = await say({ host: 'idle-1', do: 'state' })
    const state = reply.ok ? (reply.state as NetworkState) : null
    expect(state?.links.map(({ name }) => name)).toContain('dum0')
    expect(state?.management.localAddress).toBe('192.0.2.20')
  })
})
