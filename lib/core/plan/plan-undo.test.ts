import { describe, expect, it } from 'vitest'
import { SimHost } from '../../simhost/sim-host'
import { guest, management, network, networkNic, nic } from '../../simhost/hosts/build'
import type { NetworkState } from '../model/network-state'
import { verifyPlan } from '../verify/verify-plan'
import { definitionsOf, observeCommandHost } from './testing/host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import type { PlanContext, Planned } from './plan-change'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'
import type { Plan } from './step'

const ADDRESS = '192.0.2.31'
const MAC = '52:54:00:aa:00:01'

/** Open vSwitch bridge ovsbr1 with uplink eth2, network ovs-net with portgroups on it, running guest web1 on p125. */
function newHost(): SimHost {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth2', 'eth3', 'eth4']) nic(host.machine, name, {})
  host.run(['ovs-vsctl', 'add-br', 'ovsbr1', '--', 'add-port', 'ovsbr1', 'eth2'])
  network(
    host.machine,
    'ovs-net',
    `<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
      <portgroup name='p125'><vlan><tag id='125'/></vlan></portgroup><portgroup name='p126'><vlan><tag id='126'/></vlan></portgroup></network>`,
  )
  guest(host.machine, { name: 'web1', nics: [networkNic('ovs-net', 'p125', MAC)] })
  return host
}

const observe = (host: SimHost): NetworkState => observeCommandHost(host, ADDRESS)
const contextOf = (host: SimHost, state: NetworkState): PlanContext => ({ xml: definitionsOf(host, state) })

function perform(host: SimHost, { steps }: Plan): void {
  for (const { run } of steps)
    expect({ line: run.argv.join(' '), ...host.run(run.argv, run.stdin) }).toMatchObject({ status: 0 })
}

/** Plans these edits and carries them out. */
function change(host: SimHost, ...input: IntentInput[]): Plan {
  const intents = parseIntents(input)
  const state = observe(host)
  const planned = intents.ok ? planChange(state, intents.intents, contextOf(host, state)) : intents
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  perform(host, planned.plan)
  return planned.plan
}

function undo(host: SimHost, past: Plan, rest: Partial<PlanContext> = {}): Planned {
  const state = observe(host)
  return planUndo(state, past, { ...contextOf(host, state), ...rest })
}
const summaries = (planned: Planned): string[] =>
  planned.ok ? planned.plan.steps.map(({ summary }) => summary) : planned.issues.map(({ message }) => message)
const issues = (planned: Planned): string[] =>
  planned.ok ? [] : planned.issues.map(({ path, code }) => `${path} ${code}`)

const TAG: IntentInput = { kind: 'portVlan.set', bridge: 'ovsbr1', port: 'eth2', mode: 'access', tag: 20 }
const portgroup = (name: string, tag: number): IntentInput => ({
  kind: 'portgroup.set',
  network: 'ovs-net',
  name,
  vlan: { mode: 'access', tag },
})
const move = (name: string): IntentInput => ({
  kind: 'guestNic.move',
  guest: 'web1',
  nic: MAC,
  target: { network: 'ovs-net', portgroup: name },
})

describe('planUndo', () => {
  it('refuses what somebody else changed since, and overwrites it where that is accepted', () => {
    const host = newHost()
    const past = change(host, TAG)
    change(host, { ...TAG, tag: 30 })
    const refused = undo(host, past)
    expect(issues(refused)).toEqual(['ovs-port:ovsbr1/eth2 changed_since'])
    expect(summaries(refused)).toEqual([
      'OVS port eth2 of ovsbr1 was changed since: tag was left 20, found 30. Undo the later change first, or overwrite it',
    ])
    const accepted = undo(host, past, { overwrite: true })
    expect(summaries(accepted)).toEqual(['Set port eth2 of ovsbr1: access 30 → trunk all'])
    expect(accepted.ok && accepted.plan.warnings).toEqual([expect.stringContaining('Overwritten: ')])
  })

  it('keeps what somebody else changed beside', () => {
    const host = newHost()
    const past = change(host, TAG, portgroup('p200', 200))
    host.run(['ovs-vsctl', 'set', 'Port', 'eth2', 'other_config:rstp-enable=false'])
    change(host, portgroup('p300', 300))
    const planned = undo(host, past)
    expect(summaries(planned)).toEqual(
      [
        'Remove portgroup p200 of ovs-net',
        'Set port eth2 of ovsbr1: access 20 → trunk all',
        'Remove portgroup p200 of ovs-net in the stored definition',
      ].sort((a, b) => summaries(planned).indexOf(a) - summaries(planned).indexOf(b)),
    )
    if (!planned.ok) throw new Error('refused')
    perform(host, planned.plan)
    const now = observe(host)
    expect(now.libvirt?.networks[0]?.portgroups.map(({ name }) => name)).toEqual(['p125', 'p126', 'p300'])
    expect(now.ovs?.bridges[0]?.ports.find(({ name }) => name === 'eth2')?.otherConfig).toEqual({
      'rstp-enable': 'false',
    })
  })

  it('takes back a portgroup that sets nothing', () => {
    const host = newHost()
    const past = change(host, { kind: 'portgroup.set', network: 'ovs-net', name: 'plain', vlan: { mode: 'none' } })
    expect(summaries(undo(host, past)).toSorted()).toEqual([
      'Remove portgroup plain of ovs-net',
      'Remove portgroup plain of ovs-net in the stored definition',
    ])
  })

  it('has nothing to do where somebody put it back already', () => {
    const host = newHost()
    const past = change(host, TAG)
    host.run(['ovs-vsctl', 'clear', 'Port', 'eth2', 'tag', 'vlan_mode'])
    expect(summaries(undo(host, past))).toEqual([])
  })

  it.each<[string, IntentInput, (host: SimHost) => void, string, string]>([
    [
      'a bridge with a port that came later',
      { kind: 'ovsBridge.set', name: 'br9' },
      (host) => void host.run(['ovs-vsctl', 'add-port', 'br9', 'eth3']),
      'ovs-bridge:br9 in_use',
      'OVS bridge br9 would go, and it has OVS port eth3 of br9: take them out first',
    ],
    [
      'a Linux bridge with a port that came later',
      { kind: 'linuxBridge.set', name: 'br9' },
      (host) => void host.run(['ip', 'link', 'set', 'dev', 'eth3', 'master', 'br9']),
      'link:eth3 in_use',
      'eth3 is a port of br9, which would not be there: change that first',
    ],
    [
      'a portgroup that a guest uses by now',
      portgroup('p200', 200),
      (host) => void change(host, move('p200')),
      `guest-nic:UUID/${MAC.replaceAll('/', '%2F')} in_use`,
      'net0 of guest web1 is stored on portgroup p200 of network ovs-net, which would not be there: change that first',
    ],
    [
      'a VLAN link with a bridge on it',
      { kind: 'vlanLink.set', parent: 'eth3', vlanId: 7 },
      (host) => void change(host, { kind: 'linuxBridge.set', name: 'br9', ports: ['eth3.7'] }),
      'link:eth3.7 changed_since',
      'link eth3.7 was changed since: bridge or bond was left none, found br9. Undo the later change first, or overwrite it',
    ],
    [
      'a port whose NIC is in another bridge by now',
      { kind: 'port.remove', bridge: 'ovsbr1', name: 'eth2' },
      (host) => void change(host, { kind: 'linuxBridge.set', name: 'br9', ports: ['eth2'] }),
      'ovs-port:ovsbr1/eth2 in_use',
      'eth2 would be in ovsbr1 and in br9 at once: change that first',
    ],
  ])('refuses to undo %s', (_, intent, meanwhile, path, message) => {
    const host = newHost()
    const past = change(host, intent)
    meanwhile(host)
    const planned = undo(host, past)
    const uuid = observe(host).guests[0]?.uuid ?? ''
    expect(issues(planned)).toContain(path.replace('UUID', uuid))
    expect(summaries(planned)).toEqual(expect.arrayContaining([message]))
  })

  it('puts a guest back that was stopped and started since, on the port it has now', () => {
    const host = newHost()
    const past = change(host, move('p126'))
    host.run(['virsh', 'destroy', 'web1'])
    host.run(['virsh', 'start', 'web1'])
    const tap = observe(host).guests[0]?.nics[0]?.running?.target ?? ''
    const planned = undo(host, past)
    expect(summaries(planned)).toContain(`Set port ${tap} of ovsbr1: access 126 → access 125`)
    if (!planned.ok) return
    perform(host, planned.plan)
    expect(observe(host).guests[0]?.nics[0]?.stored?.source).toMatchObject({ portgroup: 'p125' })
  })

  it('puts only the stored definition back of a guest that is stopped by now', () => {
    const host = newHost()
    const past = change(host, move('p126'))
    host.run(['virsh', 'destroy', 'web1'])
    const planned = undo(host, past)
    expect(planned.ok && planned.plan.steps.map(({ scope }) => scope)).toEqual(['stored'])
  })

  it('attaches a detached NIC again as it was, unless its address was given away', () => {
    const host = newHost()
    const before = observe(host)
    const past = change(host, { kind: 'guestNic.detach', guest: 'web1', nic: MAC })
    const planned = undo(host, past)
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    const taken = undo(host, past, { macsElsewhere: { [MAC]: 'guest db1 of host kvm2' } })
    expect(issues(taken)).toEqual([expect.stringMatching(/\.mac mac_taken$/)])
    perform(host, planned.plan)
    const [now, old] = [observe(host).guests[0]?.nics[0], before.guests[0]?.nics[0]]
    expect(now?.stored).toEqual(old?.stored)
    expect(now?.running?.source).toEqual(old?.running?.source)
  })

  it('plugs a NIC anew that was plugged anew: what libvirt names is as before, not the VLAN alone', () => {
    const host = newHost()
    const source = (): string | undefined =>
      /<source network.*/.exec(host.run(['virsh', 'dumpxml', 'web1']).stdout)?.[0]
    const before = source()
    const target = { network: 'ovs-net', portgroup: 'p126' }
    const past = change(
      host,
      { kind: 'guestNic.move', guest: 'web1', nic: MAC, target, how: 'replug' },
      { kind: 'portgroup.set', network: 'ovs-net', name: 'p126', vlan: { mode: 'access', tag: 127 } },
    )
    expect(source()).toContain('p126')
    const planned = undo(host, past)
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    expect(planned.plan.guestsDisrupted).toMatchObject([{ how: 'replug' }])
    perform(host, planned.plan)
    expect(source()?.replace(/portid='[^']*'/, '')).toBe(before?.replace(/portid='[^']*'/, ''))
  })

  it('says before a NIC is unplugged again that the guest may let go of it late', () => {
    const host = newHost()
    const attached = change(host, {
      kind: 'guestNic.attach',
      guest: 'web1',
      mac: '52:54:00:aa:00:09',
      target: { network: 'ovs-net', portgroup: 'p126' },
    })
    expect(attached.warnings).toEqual([])
    const planned = undo(host, attached)
    expect(planned.ok && planned.plan.warnings).toEqual([
      expect.stringContaining(
        'If web1 does not let go of NIC 52:54:00:aa:00:09 within 20 s, the change is taken back.',
      ),
    ])
  })

  it('puts a portgroup back where it stood in the stored definition, and last in what runs', () => {
    const host = newHost()
    change(host, portgroup('p127', 127))
    const removed = change(host, { kind: 'portgroup.remove', network: 'ovs-net', name: 'p126' })
    const planned = undo(host, removed)
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    expect(summaries(planned)).toEqual([
      'Add portgroup p126 of ovs-net as the last one: access 126',
      'Store the definition of network ovs-net',
    ])
    perform(host, planned.plan)
    const groups = (...flags: string[]): string[] =>
      [...host.run(['virsh', 'net-dumpxml', 'ovs-net', ...flags]).stdout.matchAll(/<portgroup name='(\w+)'/g)].map(
        ([, name = '']) => name,
      )
    expect(groups('--inactive')).toEqual(['p125', 'p126', 'p127'])
    expect(groups()).toEqual(['p125', 'p127', 'p126'])
    const now = observe(host)
    expect(now.libvirt?.networks[0]?.differsFromStored).toBe(false)
    expect(verifyPlan(planned.plan, now)).toEqual([])
  })

  it('defines a removed network again from the text that the plan kept, autostart and portgroups too', () => {
    const host = newHost()
    host.run(['virsh', 'destroy', 'web1'])
    host.run(['virsh', 'net-autostart', 'ovs-net'])
    const texts = (): string[] =>
      [[], ['--inactive']].map((flag) => host.run(['virsh', 'net-dumpxml', 'ovs-net', ...flag]).stdout)
    const before = texts()
    const past = change(host, { kind: 'network.remove', name: 'ovs-net' })
    const planned = undo(host, past)
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    perform(host, planned.plan)
    expect(texts()).toEqual(before)
    expect(observe(host).libvirt?.networks[0]?.isAutostart).toBe(true)
  })

  it('says so where hardware is gone', () => {
    const host = newHost()
    const past = change(host, { kind: 'address.set', link: 'eth3', addresses: ['10.9.0.1/24'] })
    const state = observe(host)
    const planned = planUndo({ ...state, links: state.links.filter(({ name }) => name !== 'eth3') }, past, {
      ...contextOf(host, state),
      overwrite: true,
    })
    expect(issues(planned)).toEqual(['link:eth3 unknown_link'])
  })
})
