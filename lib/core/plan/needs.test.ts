import { describe, expect, it } from 'vitest'
import type { NetworkState } from '../model/network-state'
import { READ_COMMANDS } from '../observe/read-commands'
import type { Ground } from '../objects/grounds'
import { ADDRESS, editedHost, EXAMPLES } from './testing/edited-host'
import { definitionsOf, FAILED, observeCommandHost } from './testing/host'
import type { IntentInput } from '../intents/intent'
import { parseIntents } from '../intents/intent'
import type { Planned } from './plan-change'
import { planChange } from './plan-change'
import { planUndo } from './plan-undo'

const host = editedHost()
const whole = observeCommandHost(host, ADDRESS)
const xml = definitionsOf(host, whole)

const ID_OF: Readonly<Record<Ground, string>> = {
  links: 'links.addr',
  routes: 'links.route',
  vlans: 'links.vlan',
  ovs: 'ovs.database',
  networks: 'libvirt.networks',
  guests: 'libvirt.guests',
  functions: 'links.sysfs',
  processes: 'processes.qemu',
  management: 'system.facts',
  identity: 'system.facts',
}
const broken = READ_COMMANDS.map(({ id }) => ({ id, state: observeCommandHost(host, ADDRESS, { [id]: FAILED }) }))

const plan = (state: NetworkState, intent: IntentInput): Planned => {
  const parsed = parseIntents([intent])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return planChange(state, parsed.intents, { xml })
}
const codesOf = (planned: Planned): string[] => (planned.ok ? [] : planned.issues.map(({ code }) => code))
const messageOf = (planned: Planned): string => (planned.ok ? '' : planned.issues.map(({ message }) => message).join())

const TRIED = Object.values(EXAMPLES).flat()

describe('a plan over what was not read', () => {
  it.each(TRIED)('is refused, and only then: %j', (intent, grounds) => {
    const planned = plan(whole, intent)
    expect(planned.ok && planned.plan.changes.length).toBeGreaterThan(0)
    const refused = broken.filter(({ state }) => !plan(state, intent).ok).map(({ id }) => id)
    expect(refused.sort()).toEqual(grounds.map((ground) => ID_OF[ground]).sort())
    for (const { id, state } of broken.filter((each) => refused.includes(each.id))) {
      expect({ id, codes: codesOf(plan(state, intent)) }).toEqual({ id, codes: ['source_unread'] })
      expect(messageOf(plan(state, intent))).toContain('"broken for the test"')
    }
    if (!planned.ok) return
    const kinds = new Set(planned.plan.changes.map(({ kind }) => kind))
    for (const [kind, id] of [
      ['link', 'links.addr'],
      ['ovs-port', 'ovs.database'],
      ['network', 'libvirt.networks'],
      ['guest-nic', 'libvirt.guests'],
    ] as const)
      if (kinds.has(kind))
        expect(new Set(codesOf(planUndo(unreadBy(id), planned.plan, { xml })))).toEqual(new Set(['source_unread']))
  })

  const unreadBy = (id: string): NetworkState => broken.find((each) => each.id === id)?.state ?? whole

  it('is refused also where an output was cut, or did not come in time', () => {
    const remove: IntentInput = { kind: 'linuxBridge.remove', name: 'br2' }
    for (const fault of [{ isTruncated: true }, { isTimedOut: true, status: null }])
      expect(codesOf(plan(observeCommandHost(host, ADDRESS, { 'libvirt.guests': fault }), remove))).toEqual([
        'source_unread',
      ])
  })

  it('is made where a tool is not installed: there is nothing of it', () => {
    const none = { status: 127, stdout: '', stderr: 'sh: 1: not found' }
    const remove: IntentInput = { kind: 'linuxBridge.remove', name: 'br2' }
    const noLibvirt = observeCommandHost(host, ADDRESS, { 'libvirt.guests': none, 'libvirt.networks': none })
    expect(codesOf(plan(noLibvirt, remove))).toEqual([])
    const noOvs = observeCommandHost(host, ADDRESS, { 'ovs.database': none })
    const links = noOvs.links.filter(({ name, master }) => name !== 'ovs-system' && master !== 'ovs-system')
    expect(codesOf(plan({ ...noOvs, links }, remove))).toEqual([])
    // Its datapath in the kernel is not nothing.
    expect(codesOf(plan(noOvs, remove))).toEqual(['source_unread'])
    expect(codesOf(plan(observeCommandHost(host, ADDRESS, { 'links.addr': none }), remove))).toEqual(['source_unread'])
  })

  it('is refused where nobody knows which way we came', () => {
    const lost = observeCommandHost(host, null, { 'system.facts': FAILED })
    expect(messageOf(plan(lost, { kind: 'linuxBridge.remove', name: 'br2' }))).toContain('our own SSH connection')
    expect(codesOf(plan(lost, { kind: 'linuxBridge.set', name: 'br9' }))).toEqual([])
  })

  it('costs one link alone where one row is broken, and what that row is in', () => {
    const addr = READ_COMMANDS.find(({ id }) => id === 'links.addr')
    const row =
      '{"ifindex":74,"ifname":"tun1070","master":"br2","linkinfo":{"erspan_dir":,"ingress""erspan_hwid":"0x0"}}]'
    const stdout = host
      .run(addr?.argv ?? [])
      .stdout.trim()
      .replace(/\]$/, `,${row}`)
    const state = observeCommandHost(host, ADDRESS, { 'links.addr': { stdout } })
    expect(state.links).toEqual(whole.links)
    expect(state.unrecognised.map(({ raw }) => raw)).toContainEqual(expect.stringContaining('tun1070'))
    expect(codesOf(plan(state, { kind: 'linuxBridge.set', name: 'br1', ports: ['eth3', 'eth10'] }))).toEqual([])
    for (const intent of [
      { kind: 'linuxBridge.set', name: 'br1', ports: ['eth3', 'tun1070'] },
      { kind: 'linuxBridge.set', name: 'tun1070' },
      { kind: 'linuxBridge.remove', name: 'br2' },
    ] satisfies IntentInput[])
      expect(messageOf(plan(state, intent))).toMatch(/links and addresses \(tun1070, br2\).*a row about tun1070/)
  })
})
