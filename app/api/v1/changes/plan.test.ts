import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PlanRefusal } from '@/lib/contract/changes'
import { ErrorBody } from '@/lib/contract/errors'
import { ROUTES } from '@/lib/contract/routes'
import { hostState, nic } from '@/lib/core/topology/testing/fixtures'
import { AppError } from '@/lib/server/errors'
import type { TestConsole } from '@/lib/server/testing/console'
import { BOOTSTRAP_TOKEN, call, startTestConsole, tokenOf } from '@/lib/server/testing/console'
import type { FakeHost } from '@/lib/server/testing/fake-hosts'
import { createFakeHost, HOST_KEY } from '@/lib/server/testing/fake-hosts'

const token = BOOTSTRAP_TOKEN
const BRIDGE = { kind: 'linuxBridge.set', name: 'br1', ports: ['eth1'] }

let fake: FakeHost
let console: TestConsole
let hostId: string
beforeEach(async () => {
  fake = createFakeHost()
  fake.state = hostState({ links: [nic('eth0'), nic('eth1')] })
  console = await startTestConsole({}, fake.options)
  hostId = await addHost('kvm1')
})
afterEach(() => console.stop())

async function addHost(name: string): Promise<string> {
  const body = {
    ...{ name, address: `${name}.test`, username: 'root', auth: { kind: 'agent' } },
    hostKeyFingerprint: HOST_KEY.fingerprint,
  }
  return ROUTES.createHost.response.parse(await (await call(ROUTES.createHost, { token, body })).json()).id
}
const post = (body: unknown, as = token, of = hostId) =>
  call(ROUTES.createChange, { token: as, params: { hostId: of }, body })
const created = async (response: Response) => {
  expect(response.status, await response.clone().text()).toBe(201)
  return ROUTES.createChange.response.parse(await response.json())
}
const refused = async (response: Response) => {
  const { code, details } = ErrorBody.parse(await response.json()).error
  return { status: response.status, code, details }
}

describe('POST hosts/{hostId}/changes', () => {
  it('gives the plan, keeps it, and does nothing', async () => {
    const change = await created(await post({ intents: [BRIDGE] }, await tokenOf(console, 'operator')))
    expect(change).toMatchObject({
      ...{ hostId, hostName: 'kvm1', title: 'Linux bridge br1', status: 'planned', risk: 'R0' },
      ...{ createdBy: expect.stringMatching(/^token:operator/), appliedAt: null, mode: null, undoOf: null },
      intents: [BRIDGE],
    })
    expect(change.stepCount).toBe(change.plan.steps.length)
    expect(change.steps[0]).toMatchObject({ id: 's1', argv: change.plan.steps[0]?.run.argv, status: 'waiting' })
    const viewer = await tokenOf(console, 'viewer')
    const read = await call(ROUTES.getChange, { token: viewer, params: { changeId: change.id } })
    expect(ROUTES.getChange.response.parse(await read.json())).toEqual(change)
    const { entries } = await console.runtime.audit.list({ limit: 10 })
    const written = entries.find(({ action }) => action === 'change.plan')
    expect(written).toMatchObject({ target: 'host:kvm1', actor: change.createdBy, detail: { change: change.id } })
  })

  it('plans against a reading made for it', async () => {
    fake.state = hostState({ links: [nic('eth0'), nic('eth1'), nic('eth9')] })
    await created(await post({ intents: [{ ...BRIDGE, ports: ['eth9'] }] }))
  })

  it('sends the edits of a change back to be planned again', async () => {
    const first = await created(await post({ intents: [BRIDGE], title: 'for the lab' }))
    expect(first.title).toBe('for the lab')
    const again = await created(await post({ intents: first.intents }))
    expect(again.plan).toEqual(first.plan)
  })

  it('refuses values that are wrong by themselves, with their paths', async () => {
    const vlan = { kind: 'portVlan.set', bridge: 'br0', port: 'eth1', mode: 'access', tag: 4095 }
    const { status, code, details } = await refused(await post({ intents: [BRIDGE, vlan] }))
    expect([status, code]).toEqual([422, 'plan_refused'])
    expect(PlanRefusal.parse(details).issues).toMatchObject([
      { path: '1.tag', message: expect.stringContaining('4095 is reserved') },
    ])
    expect(await refused(await post({ intents: [] }))).toMatchObject({ status: 422, code: 'invalid_request' })
  })

  it('refuses edits that do not fit the host, with their paths', async () => {
    const { code, details } = await refused(await post({ intents: [{ ...BRIDGE, ports: ['eth7'] }] }))
    expect(code).toBe('plan_refused')
    expect(PlanRefusal.parse(details).issues[0]?.path).toBe('0.ports.0')
  })

  it('knows no host by another id', async () => {
    expect((await refused(await post({ intents: [BRIDGE] }, token, 'nothere0000'))).status).toBe(404)
  })

  it('says why the host cannot be read', async () => {
    fake.failWith = new AppError('host_unreachable', { message: 'no route' })
    const session = console.runtime.fleet.get(hostId)
    if (session) session.update(session.host)
    expect(await refused(await post({ intents: [BRIDGE] }))).toMatchObject({ status: 502, code: 'host_unreachable' })
  })
})

describe('GET changes', () => {
  it('lists newest first, page by page, of all hosts or of one', async () => {
    const other = await addHost('kvm2')
    const ids: string[] = []
    for (const of of [hostId, other, hostId]) {
      console.clock.now = new Date(console.clock.now.getTime() + 1000)
      ids.unshift((await created(await post({ intents: [BRIDGE] }, token, of))).id)
    }
    const list = async (query: Record<string, string>) => {
      const response = await call(ROUTES.listChanges, { token, query })
      return ROUTES.listChanges.response.parse(await response.json())
    }
    expect((await list({})).changes.map(({ id }) => id)).toEqual(ids)
    expect((await list({ hostId: other })).changes.map(({ id }) => id)).toEqual([ids[1]])
    const first = await list({ limit: '2' })
    expect(first.nextBefore).toBe(ids[1])
    expect((await list({ limit: '2', before: first.nextBefore ?? '' })).changes.map(({ id }) => id)).toEqual([ids[2]])
  })
})
