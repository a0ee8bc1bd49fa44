/* Test support: a console and simulated hosts behind real SSH servers, spoken to through the API alone. */
import { expect, vi } from 'vitest'
import type { ApplyChangeRequest, Change, CreateChangeRequest } from '@/lib/contract/changes'
import { ErrorBody } from '@/lib/contract/errors'
import type { RouteSpec } from '@/lib/contract/route-spec'
import { ROUTES } from '@/lib/contract/routes'
import { guest, management, nic, ovsNic } from '@/lib/simhost/hosts/build'
import { SimHost } from '@/lib/simhost/sim-host'
import { findChange } from '../db/change'
import type { RuntimeOptions } from '../runtime'
import type { CallOptions, TestConsole } from './console'
import { BOOTSTRAP_TOKEN, call, startTestConsole } from './console'

/** As fast as a simulated host goes. */
const FAST: RuntimeOptions['changeTimings'] = {
  ...{ connectMs: 5_000, replyMs: 10_000, confirmSpacingMs: 10, pollMs: 5, recoveryMs: 30_000, verifyTries: 2 },
}

/** A host with a bridge of Open vSwitch on two NICs, two free NICs and a guest. */
export async function startSimHost(name = 'kvm1'): Promise<SimHost> {
  const host = new SimHost({ name, pace: { stepMs: 5, secondMs: 20 } })
  management(host.machine, '192.0.2.31')
  for (const each of ['eth2', 'eth3', 'eth4', 'eth5']) nic(host.machine, each)
  // One that tests give VLANs to, and one that carries all of them, so that no guest loses its way out.
  for (const each of ['eth2', 'eth5'])
    host.run(['ovs-vsctl', '--may-exist', 'add-br', 'br0', '--', 'add-port', 'br0', each])
  guest(host.machine, { name: 'web1', nics: [ovsNic('br0')] })
  host.run(['ovs-vsctl', 'set', 'port', 'vnet0', 'tag=10'])
  await host.start()
  return host
}

export type SimConsole = Awaited<ReturnType<typeof startSimConsole>>

/** A console that has these hosts. `variables` are added to its environment, e.g. the database of an earlier one. */
export async function startSimConsole(options: RuntimeOptions = {}, variables: Record<string, string> = {}) {
  const console: TestConsole = await startTestConsole(variables, { changeTimings: FAST, ...options })

  const answer = async <S extends RouteSpec>(spec: S, rest: CallOptions) => {
    const response = await call(spec, { token: BOOTSTRAP_TOKEN, ...rest })
    const body: unknown = await response.json()
    expect(response.status, JSON.stringify(body)).toBe(spec.status)
    return body
  }
  const refusal = async (spec: RouteSpec, rest: CallOptions) => {
    const response = await call(spec, { token: BOOTSTRAP_TOKEN, ...rest })
    const { code, message, details } = ErrorBody.parse(await response.json()).error
    return { status: response.status, code, message, details }
  }
  const readChange = async (changeId: string): Promise<Change> =>
    ROUTES.getChange.response.parse(await answer(ROUTES.getChange, { params: { changeId } }))

  return {
    console,
    answer,
    refusal,
    readChange,
    addHost: async (host: SimHost, name = host.machine.name): Promise<string> => {
      const body = {
        ...{ name, address: '127.0.0.1', port: host.server.port, username: 'root' },
        ...{ hostKeyFingerprint: host.server.fingerprint, auth: { kind: 'password', password: host.access.password } },
      }
      return ROUTES.createHost.response.parse(await answer(ROUTES.createHost, { body })).id
    },
    plan: async (hostId: string, body: CreateChangeRequest, token = BOOTSTRAP_TOKEN): Promise<Change> =>
      ROUTES.createChange.response.parse(await answer(ROUTES.createChange, { params: { hostId }, body, token })),
    apply: async (changeId: string, body: ApplyChangeRequest = {}, token = BOOTSTRAP_TOKEN): Promise<Change> =>
      ROUTES.applyChange.response.parse(await answer(ROUTES.applyChange, { params: { changeId }, body, token })),
    decide: async (verb: 'confirm' | 'cancel', changeId: string): Promise<Change> => {
      const spec = verb === 'confirm' ? ROUTES.confirmChange : ROUTES.cancelChange
      return spec.response.parse(await answer(spec, { params: { changeId } }))
    },
    /** The change once it has this status. */
    until: async (changeId: string, status: Change['status']): Promise<Change> => {
      // Of the row alone: a whole answer over and over takes the processor that the host's scripts wait for.
      const row = () => findChange(console.runtime.db, changeId)
      await vi.waitFor(
        async () => {
          const change = await row()
          expect(change?.status, change?.reason ?? undefined).toBe(status)
        },
        { timeout: 45_000, interval: 50 },
      )
      const change = await readChange(changeId)
      expect(change.status).toBe(status)
      return change
    },
    /** Audit entries about one change, oldest first; the chain must be whole. */
    auditOf: async (changeId: string) => {
      const { audit } = console.runtime
      expect(await audit.verify()).toMatchObject({ isIntact: true })
      const { entries } = await audit.list({ limit: 200 })
      return entries.filter(({ detail }) => detail['change'] === changeId).reverse()
    },
  }
}
