import { expect, test } from '@playwright/test'
import { HostStateResponse } from '@/lib/contract/host-state'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { IntentInput } from '@/lib/core/intents/intent'
import { buildGraph } from '@/lib/core/topology/build'
import { fieldSite } from './field-site'

/* Guests and containers that the system's libvirt knows nothing of: they are seen, and named where a change would cut them off. */
const site = fieldSite('labh', '198.45')
test.beforeAll(() => site.host.seed('others-guests'))

async function state(): Promise<NetworkState> {
  await site.server.api('POST', `/hosts/${site.hostId}/refresh`)
  return HostStateResponse.parse((await site.server.api('GET', `/hosts/${site.hostId}/state`)).body).state
}

test('each is there with its tap', async () => {
  const seen = await state()
  const taps = seen.guests.map(({ name, nics }) => [name, nics.map(({ running }) => running?.target ?? null)])
  expect(Object.fromEntries(taps)).toMatchObject({
    web: ['tap100i0'],
    'incus-vm1': ['tapinc0'],
    'boxes-win11': ['tap0'],
  })
  const graph = buildGraph(seen)
  expect(graph.nodes.filter(({ lines }) => lines.includes('no guest'))).toEqual([])
})

const leaving = (bridge: string, ...ports: string[]): IntentInput => ({ kind: 'linuxBridge.set', name: bridge, ports })
const cutOff = async (edit: IntentInput): Promise<string[]> =>
  (await site.plan([edit])).plan.guestsDisrupted
    .filter(({ how }) => how === 'cut off')
    .map(({ guestName }) => guestName)

test('who loses the way out of the host is named', async () => {
  const all = ['container at veth200i0', 'incus-vm1', 'web']
  expect(await cutOff(leaving('vmbr0', 'fwpr100p0', 'tapinc0', 'veth200i0'))).toEqual(all)
  expect(await cutOff(leaving('vmbr0', 'eth1', 'tapinc0', 'veth200i0'))).toEqual(['web'])
  expect(await cutOff(leaving('vmbr0', 'eth1', 'fwpr100p0', 'tapinc0'))).toEqual(['container at veth200i0'])
})

test('a bridge with a guest of whatever libvirt is not taken away', async () => {
  expect(await site.refusal([{ kind: 'linuxBridge.remove', name: 'br0' }])).toContain('running guest boxes-win11')
  expect(await site.refusal([{ kind: 'linuxBridge.remove', name: 'vmbr0' }])).toContain('running guest incus-vm1')
})
