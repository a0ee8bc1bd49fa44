import { describe, expect, it } from 'vitest'
import type { Change, ChangeProgress } from '../../contract/changes'
import type { DriftResponse } from '../../contract/desired'
import type { Host } from '../../contract/hosts'
import { diffState } from '../../core/observe/state-patch'
import { hostState, nic } from '../../core/topology/testing/fixtures'
import { changeQueries } from '../queries/changes'
import { desiredQueries } from '../queries/desired'
import { hostStateQueries } from '../queries/host-state'
import { hostQueries } from '../queries/hosts'
import { rateQueries } from '../queries/rates'
import { createQueryClient } from '../query-client'
import { fleetReceiver, hostReceiver } from './receivers'

const READ_AT = ['2026-03-01T14:00:00.000Z', '2026-03-01T14:00:10.000Z'] as const
const host = (id: string, patch: Partial<Host> = {}): Host => ({
  ...{ id, name: id, label: '', address: '192.0.2.15', port: 22, username: 'root', sudo: false, authKind: 'agent' },
  hostKey: { type: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` },
  ...{ status: 'online', statusReason: null, lastReadAt: READ_AT[0], nextAttemptAt: null, offeredHostKey: null },
  ...{ notes: [], summary: null, createdAt: READ_AT[0], ...patch },
})
const event = (name: string, data: unknown, id: string | null = null) => ({
  event: name,
  data: JSON.stringify(data),
  id,
})

const before = hostState({ links: [nic('eth0'), nic('eth1')] })
const after = hostState({ links: [nic('eth0'), nic('eth1', { mtuBytes: 9000 })] })
const snapshot = event('snapshot', { version: 1, status: 'online', readAt: READ_AT[0], state: before }, 'e.0')
const patch = (from: string) =>
  event('patch', { from, version: 2, readAt: READ_AT[1], change: diffState(before, after) }, 'e.1')

describe('hostReceiver', () => {
  function receiving() {
    const client = createQueryClient(() => undefined)
    const receiver = hostReceiver(client, 'host0001')
    const state = () => client.getQueryData(hostStateQueries.current('host0001').queryKey)
    return { client, receiver, state }
  }

  it('keeps what does not change', async () => {
    const { client, receiver, state } = receiving()
    await receiver.receive(event('host', host('host0001')))
    await receiver.receive(snapshot)
    const first = state()
    await receiver.receive(patch('e.0'))
    const second = state()
    expect(second).toMatchObject({ version: 2, readAt: READ_AT[1], state: after })
    expect(second?.state.links[0]).toBe(first?.state.links[0])
    expect(second?.state.guests).toBe(first?.state.guests)
    expect(client.getQueryData(hostQueries.detail('host0001').queryKey)?.lastReadAt).toBe(READ_AT[1])
    expect(receiver.lastEventId()).toBe('e.1')
  })

  it('refuses a patch of another state, and goes on after a new snapshot', async () => {
    const { receiver, state } = receiving()
    await expect(receiver.receive(patch('e.0'))).rejects.toThrow(RangeError)
    await receiver.receive(snapshot)
    await expect(receiver.receive(patch('e.7'))).rejects.toThrow('a patch of e.7 came, and e.0 is here')
    receiver.reset()
    expect(receiver.lastEventId()).toBeNull()
    await receiver.receive(snapshot)
    await receiver.receive(patch('e.0'))
    expect(state()?.state).toEqual(after)
  })

  it('patches what the stream gave, whatever an answer put in between', async () => {
    const { client, receiver, state } = receiving()
    await receiver.receive(snapshot)
    const other = { version: 9, status: 'online' as const, readAt: READ_AT[0], state: hostState({ links: [] }) }
    client.setQueryData(hostStateQueries.current('host0001').queryKey, other)
    await receiver.receive(patch('e.0'))
    expect(state()?.state).toEqual(after)
  })

  it('refuses what is not in the contract, and passes over events of a later version', async () => {
    const { receiver } = receiving()
    await expect(receiver.receive(event('snapshot', { version: 'x' }))).rejects.toThrow()
    await expect(receiver.receive({ event: 'host', data: '{', id: null })).rejects.toThrow()
    await receiver.receive(event('weather', {}))
  })
})

describe('rates', () => {
  it('begin with what is known of the last minutes, and grow', async () => {
    const client = createQueryClient(() => undefined)
    const receiver = hostReceiver(client, 'host0001')
    const flow = (bps: number) => ({ bps, pps: 0, errors: 0, drops: 0 })
    const past = [{ at: READ_AT[0], ports: [['vnet0', 8, 0]] }]
    await receiver.receive(event('rates', { at: READ_AT[0], ports: [], past }))
    await receiver.receive(event('rates', { at: READ_AT[1], ports: [{ name: 'vnet0', rx: flow(16), tx: flow(1) }] }))
    const rates = client.getQueryData(rateQueries.current('host0001').queryKey)
    expect(rates?.ports.map(({ name }) => name)).toEqual(['vnet0'])
    expect(rates?.past.map(({ ports }) => ports)).toEqual([[['vnet0', 8, 0]], [['vnet0', 16, 1]]])
  })
})

describe('changes', () => {
  const CHANGE = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
  const note = (text: string) => ({ at: READ_AT[0], phase: 'apply', text })
  const progress = (patch: Partial<ChangeProgress> = {}): ChangeProgress => ({
    ...{ id: CHANGE, hostId: 'host0001', hostName: 'kvm1', title: 'VLANs of eth2', status: 'applying', risk: 'R0' },
    ...{ isGuestDisrupting: false, stepCount: 0, createdAt: READ_AT[0], createdBy: 'user:ada', appliedAt: READ_AT[0] },
    ...{
      comparison: null,
      endedAt: null,
      reason: null,
      errorCode: null,
      releasedAt: null,
      undoOf: null,
      undoneBy: null,
      steps: [],
      notes: [note('one')],
    },
    ...{ mode: 'auto', windowSeconds: 45, deadlineAt: null, isPersisted: true, ...patch },
  })
  const ended = progress({ status: 'confirmed', endedAt: READ_AT[1], notes: [note('one'), note('two')] })

  function following() {
    const client = createQueryClient(() => undefined)
    const { queryKey } = changeQueries.detail(CHANGE)
    const lists = [changeQueries.list('host0001'), changeQueries.list(null)].map((list) => list.queryKey)
    // Only what moves is looked at here.
    client.setQueryData(queryKey, progress() as Change)
    for (const key of lists) client.setQueryData(key, { changes: [progress()], nextBefore: null })
    return { client, receiver: hostReceiver(client, 'host0001'), detail: () => client.getQueryData(queryKey), lists }
  }

  it('move wherever they are shown, and never back', async () => {
    const { client, receiver, detail, lists } = following()
    await receiver.receive(event('change', ended))
    expect(detail()).toMatchObject({ status: 'confirmed', notes: [{ text: 'one' }, { text: 'two' }] })
    for (const key of lists)
      expect(client.getQueryData(key)?.changes).toMatchObject([{ id: CHANGE, status: 'confirmed' }])
    await receiver.receive(event('change', progress()))
    expect(detail()?.status).toBe('confirmed')
  })

  it('that are new make the lists ask again', async () => {
    const { client, receiver, lists } = following()
    await receiver.receive(event('change', progress({ id: '01ARZ3NDEKTSV4RRFFQ69G5FAW' })))
    for (const key of lists) expect(client.getQueryState(key)?.isInvalidated).toBe(true)
  })
})

describe('drift', () => {
  it('is known without asking', async () => {
    const client = createQueryClient(() => undefined)
    const receiver = hostReceiver(client, 'host0001')
    const ref = { kind: 'ovs-port', owner: 'br0', name: 'eth2' } as const
    const drift = (reason: string): DriftResponse => ({
      drift: [{ key: 'ovs-port:br0/eth2', ref, description: 'OVS port eth2 of br0', reasons: [reason], since: null }],
      readAt: READ_AT[0],
    })
    const known = () => client.getQueryData(desiredQueries.drift('host0001').queryKey)
    await receiver.receive(event('drift', drift('tag 20 wanted, 30 found')))
    expect(known()?.drift).toMatchObject([{ reasons: ['tag 20 wanted, 30 found'] }])
    await receiver.receive(event('drift', { drift: [], readAt: READ_AT[1] }))
    expect(known()).toEqual({ drift: [], readAt: READ_AT[1] })
  })
})

describe('fleetReceiver', () => {
  it('keeps the list', async () => {
    const client = createQueryClient(() => undefined)
    const receiver = fleetReceiver(client)
    const names = () => client.getQueryData(hostQueries.list().queryKey)?.hosts.map(({ name }) => name)
    await receiver.receive(event('hosts', { hosts: [host('host000b'), host('host000c')] }))
    const b = client.getQueryData(hostQueries.list().queryKey)?.hosts[0]
    await receiver.receive(event('host', host('host000a')))
    await receiver.receive(event('removed', { hostId: 'host000c' }))
    expect(names()).toEqual(['host000a', 'host000b'])
    await receiver.receive(event('read', { hostId: 'host000a', lastReadAt: READ_AT[1] }))
    const [a, same] = client.getQueryData(hostQueries.list().queryKey)?.hosts ?? []
    expect(a?.lastReadAt).toBe(READ_AT[1])
    expect(same).toBe(b)
    expect(receiver.lastEventId()).toBeNull()
  })
})
