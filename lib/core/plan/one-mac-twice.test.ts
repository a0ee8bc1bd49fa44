import { describe, expect, it } from 'vitest'
import { guest, management, nic } from '../../simhost/hosts/build'
import { SimHost } from '../../simhost/sim-host'
import { adopt, DesiredObject } from '../desired/desired'
import { findDrift } from '../desired/drift'
import { manageableRefs } from '../objects/state-objects'
import { planDesired } from '../desired/plan-desired'
import { transactionOf } from '../guard/from-plan'
import { lintDuplicateMac } from '../lint/duplicate-mac'
import type { NetworkState } from '../model/network-state'
import { buildGraph } from '../topology/build'
import { verifyPlan, verifyUndo } from '../verify/verify-plan'
import { definitionsOf, observeCommandHost } from './testing/host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import { refKey } from '../objects/ref-words'
import type { Planned } from './plan-change'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'
import type { Plan } from './step'

const ADDRESS = '192.0.2.31'
const MAC = '52:54:00:0f:00:08'
const PERSISTENT = `<interface type='bridge'><mac address='${MAC}'/><source bridge='br0'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-backup0'/></interface>`
const TRANSIENT = `<interface type='hostdev' managed='yes'><mac address='${MAC}'/><source><address type='pci' domain='0x0000' bus='0x43' slot='0x01' function='0x5'/></source><teaming type='transient' persistent='ua-backup0'/></interface>`
const PLAIN = `<interface type='bridge'><mac address='${MAC}'/><source bridge='br0'/><model type='virtio'/></interface>`

function hostWith(nics: string[], state: 'running' | 'shut off' = 'shut off'): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  nic(host.machine, 'eth2', {})
  for (const bridge of ['br0', 'br1']) host.run(['ip', 'link', 'add', bridge, 'type', 'bridge'])
  guest(host.machine, { name: 'pair1', nics, state })
  return host
}
const observe = (host: SimHost): NetworkState => observeCommandHost(host, ADDRESS)
const stored = (host: SimHost): string => host.run(['virsh', 'dumpxml', 'pair1', '--inactive']).stdout

function planned(host: SimHost, ...edits: IntentInput[]): Planned {
  const state = observe(host)
  const intents = parseIntents(edits)
  return intents.ok ? planChange(state, intents.intents, { xml: definitionsOf(host, state) }) : intents
}
function plan(host: SimHost, ...edits: IntentInput[]): Plan {
  const found = planned(host, ...edits)
  if (!found.ok) throw new Error(JSON.stringify(found.issues))
  return found.plan
}
const refusals = (found: Planned): string[] =>
  found.ok ? [] : found.issues.map(({ code, message }) => `${code}: ${message}`)

function perform(host: SimHost, { steps }: Plan): void {
  for (const { run } of steps)
    expect({ line: run.argv.join(' '), ...host.run(run.argv, run.stdin) }).toMatchObject({ status: 0 })
}

/** Carried out, found as planned, and taken back by a plan of its own: what is stored is then what it was. */
function roundTrip(host: SimHost, ...edits: IntentInput[]): Plan {
  const before = stored(host)
  const made = plan(host, ...edits)
  perform(host, made)
  expect(verifyPlan(made, observe(host))).toEqual([])
  const state = observe(host)
  const undo = planUndo(state, made, { xml: definitionsOf(host, state) })
  if (!undo.ok) throw new Error(JSON.stringify(undo.issues))
  perform(host, undo.plan)
  expect(verifyUndo(made, observe(host))).toEqual([])
  expect(stored(host).split('<interface').sort()).toEqual(before.split('<interface').sort())
  return made
}

describe('a guest with one MAC on both NICs of a team', () => {
  const TEAM = [PERSISTENT, TRANSIENT]
  const nicNamed = (host: SimHost, type: string): string =>
    observe(host).guests[0]?.nics.find((each) => each.stored?.source.type === type)?.name ?? ''

  it('is no part of a change beside it', () => {
    const made = roundTrip(hostWith(TEAM), { kind: 'linuxBridge.set', name: 'br9', ports: ['eth2'] })
    expect(made.changes.filter(({ kind }) => kind === 'guest-nic')).toEqual([])
  })

  it('shows two NICs that can be managed, each by a name of its own, and no finding', () => {
    const state = observe(hostWith(TEAM))
    const uuid = state.guests[0]?.uuid ?? ''
    const keys = manageableRefs(state).map(refKey)
    expect(keys.filter((key) => key.startsWith('guest-nic:'))).toEqual([
      `guest-nic:${uuid}/${MAC}`,
      `guest-nic:${uuid}/${MAC} transient`,
    ])
    expect(buildGraph(state).nodes.filter(({ kind }) => kind === 'guest-nic')).toHaveLength(2)
    expect(lintDuplicateMac(state)).toEqual([])
  })

  it('has each of the two edited, and the other left as it is', () => {
    const host = hostWith(TEAM)
    const moved = roundTrip(host, {
      kind: 'guestNic.move',
      guest: 'pair1',
      nic: nicNamed(host, 'bridge'),
      target: { bridge: 'br1' },
    })
    expect(moved.changes.map(({ name }) => name)).toEqual([MAC])
    const detached = roundTrip(host, { kind: 'guestNic.detach', guest: 'pair1', nic: nicNamed(host, 'hostdev') })
    expect(detached.changes.map(({ name }) => name)).toEqual([`${MAC} transient`])
    roundTrip(host, { kind: 'guestNic.setLink', guest: 'pair1', nic: nicNamed(host, 'bridge'), state: 'down' })
  })

  it('is told which of the two is meant, and what libvirt refuses', () => {
    const host = hostWith(TEAM)
    expect(refusals(planned(host, { kind: 'guestNic.detach', guest: 'pair1', nic: MAC }))).toEqual([
      `ambiguous_nic: pair1 has 2 NICs with the address ${MAC}: name one of net0, net1`,
    ])
    const move = {
      kind: 'guestNic.move',
      guest: 'pair1',
      nic: nicNamed(host, 'hostdev'),
      target: { bridge: 'br1' },
    } as const
    expect(refusals(planned(host, move))).toEqual([expect.stringContaining('a device of the host')])
    expect(plan(host, { kind: 'guestNic.detach', guest: 'pair1', nic: nicNamed(host, 'bridge') }).warnings).toContain(
      'net1 of pair1 is in a team with net0, and stays without its partner',
    )
  })

  it('is wanted as it is found, and drift of one is seen and put back', () => {
    const host = hostWith(TEAM)
    const state = observe(host)
    const refs = manageableRefs(state).filter(({ kind }) => kind === 'guest-nic')
    const desired = adopt(state, refs, definitionsOf(host, state)).map((object) =>
      DesiredObject.parse(JSON.parse(JSON.stringify(object))),
    )
    expect(desired.map(({ value }) => value === null)).toEqual([false, false])
    expect(findDrift(desired, state)).toEqual([])
    perform(host, plan(host, { kind: 'guestNic.detach', guest: 'pair1', nic: nicNamed(host, 'hostdev') }))
    const now = observe(host)
    expect(findDrift(desired, now).map(({ ref, lines }) => `${ref.name}: ${lines.join()}`)).toEqual([
      `${MAC} transient: pair1 has no such NIC`,
    ])
    const push = planDesired(now, desired, { xml: definitionsOf(host, now) })
    if (!push.ok) throw new Error(JSON.stringify(push.issues))
    perform(host, push.plan)
    expect(findDrift(desired, observe(host))).toEqual([])
  })

  it('has the running one of the two changed by its definition, which virsh cannot name by its MAC', () => {
    const host = hostWith([PERSISTENT], 'running')
    host.run(['virsh', 'attach-device', 'pair1', '/dev/stdin', '--config'], TRANSIENT)
    const edit = { kind: 'guestNic.setLink', guest: 'pair1', nic: 'net0', state: 'down' } as const
    const made = roundTrip(host, edit)
    expect(made.steps.map(({ run }) => run.argv[1])).toEqual(['update-device', 'update-device'])
    expect(made.steps[0]?.run.stdin).toContain('<link state="down"/>')
    const detach = plan(host, { kind: 'guestNic.detach', guest: 'pair1', nic: 'net0', scope: 'running' })
    const [settles] = transactionOf('01J00000000000000000000000', detach).steps.flatMap((step) => step.settles ?? [])
    expect(settles).toMatchObject({
      read: { argv: ['virsh', 'dumpxml', observe(host).guests[0]?.uuid] },
      expect: { kind: 'has-not', texts: ["<alias name='ua-backup0'/>"] },
    })
  })
})

describe('a guest with one MAC twice and nothing that tells which is which', () => {
  it('hinders no change beside it, and is refused itself, with the reason and a finding', () => {
    const host = hostWith([PLAIN, PLAIN])
    const made = roundTrip(host, { kind: 'linuxBridge.set', name: 'br9', ports: ['eth2'] })
    expect(made.changes.filter(({ kind }) => kind === 'guest-nic')).toEqual([])
    expect(refusals(planned(host, { kind: 'guestNic.detach', guest: 'pair1', nic: 'net0' }))).toEqual([
      expect.stringContaining('Give them different addresses first'),
    ])
    expect(lintDuplicateMac(observe(host))).toHaveLength(1)
  })
})
