import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Guest } from '../model/libvirt'
import { factsOfCapture, virshBatchText, wellEnded } from './testing/capture-facts'
import type { Definition } from './testing/capture-facts'
import { observeGuests } from './guests'
import type { RawFacts } from './read-command'

const captures = path.join(import.meta.dirname, '../parse/captures')
function captured(folder: string): RawFacts {
  const names = readdirSync(path.join(captures, folder)).filter((name) => name.startsWith('virsh-'))
  return factsOfCapture(new Map(names.map((name) => [name, readFileSync(path.join(captures, folder, name), 'utf8')])))
}
const file = (name: string): string => readFileSync(path.join(captures, name), 'utf8')
const guestsOf = (...definitions: Definition[]) =>
  observeGuests({ 'libvirt.guests': wellEnded(virshBatchText(definitions)) })
const uuidOf = (index: number): string => `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`

describe.each(['debian11-uml', 'debian12-uml', 'debian12-qemu', 'debian13-uml'])('%s', (folder) => {
  const { value, problems, unrecognised } = observeGuests(captured(folder))
  const guest = (name: string) => value.find((candidate) => candidate.name === name)

  it('is understood whole, and running guests differ in nothing from what is stored', () => {
    expect([problems, unrecognised]).toEqual([[], []])
    expect(value.map(({ name }) => name)).toEqual(['db1', 'fw1', 'mv1', 'off1', 'tag1', 'web1'])
    for (const one of value) {
      expect(Guest.parse(one)).toEqual(one)
      expect(one.nics.flatMap(({ differences }) => differences)).toEqual([])
      expect(one.nics.map(({ name }) => name)).toEqual(one.nics.map((_, index) => `net${index}`))
    }
  })

  it('knows each NIC by its network, running or not', () => {
    const nics = (guest('fw1')?.nics ?? []).map(({ running, stored }) => running ?? stored)
    expect(nics.map((nic) => nic?.source)).toMatchObject([
      { type: 'network', network: 'ovsnet', portgroup: 'vlan-all' },
      { type: 'network', network: 'ovsnet', portgroup: 'native' },
      { type: 'network', network: 'ovsnet' },
      { type: 'bridge', bridge: 'br-ovs' },
    ])
    expect(guest('off1')).toMatchObject({
      state: 'shut off',
      nics: [{ running: null, stored: { source: { portgroup: 'vlan-125' } } }],
    })
    expect(guest('tag1')?.nics[0]).toMatchObject({ stored: { linkState: 'down' } })
  })
})

describe('debian12-netns', () => {
  const { value } = observeGuests(captured('debian12-netns'))
  const vm = (name: string) => value.find((guest) => guest.name === name)

  it('has states, and a NIC that was plugged in but not stored', () => {
    expect(value.map(({ name, state }) => [name, state])).toEqual([
      ['vm1', 'running'],
      ['vm2', 'running'],
      ['vm3', 'paused'],
      ['vm4', 'shut off'],
    ])
    expect(vm('vm2')?.nics.map(({ running, stored }) => [running?.target, stored === null])).toEqual([
      ['vnet3', false],
      ['vnet4', false],
      ['vnet5', false],
      ['vnet9', true],
    ])
    expect(vm('vm3')?.nics[2]).toMatchObject({
      running: { source: { type: 'direct', network: 'direct-net' } },
      differences: [],
    })
  })

  it('says in words that a stored portgroup differs', () => {
    const running = file('debian12-netns/virsh-dumpxml-vm1.xml')
    const stored = file('debian12-netns/virsh-dumpxml-inactive-vm1.xml').replace(
      "portgroup='Vlan125'",
      "portgroup='Vlan200'",
    )
    const uuid = '3af6d9a3-1d83-40c0-815f-66591e215a7b'
    const changed = {
      ...captured('debian12-netns'),
      'libvirt.guests': wellEnded(virshBatchText([{ uuid, running, stored, state: 'running' }])),
    }
    expect(observeGuests(changed).value[0]?.nics[0]?.differences).toEqual([
      'stored portgroup Vlan200, running portgroup Vlan125',
    ])
  })
})

describe('observeGuests', () => {
  const nic = (inner: string, type = 'network'): string =>
    `<interface type='${type}'><mac address='52:54:00:00:00:01'/>${inner}<alias name='net0'/></interface>`
  const domain = (name: string, devices: string, id = ''): string =>
    `<domain type='kvm'${id}><name>${name}</name><devices>${devices}</devices></domain>\n`
  const pair = (running: string, stored: string): Definition => ({
    uuid: uuidOf(1),
    running: domain('g', running, " id='3'"),
    stored: domain('g', stored),
    state: 'running',
  })

  it('finds the network again that libvirt 11 forgets when a link is set down', () => {
    const networks = captured('debian13-uml')['libvirt.networks']
    const definitions = [
      pair(
        nic(`<source bridge='br-ovs'/><link state='down'/>`, 'bridge'),
        nic(`<source network='ovsnet' portgroup='vlan-125'/>`),
      ),
    ]
    const facts = {
      'libvirt.guests': wellEnded(virshBatchText(definitions)),
      ...(networks && { 'libvirt.networks': networks }),
    }
    expect(observeGuests(facts).value[0]?.nics[0]).toMatchObject({
      running: {
        source: { type: 'network', network: 'ovsnet', portgroup: 'vlan-125', bridge: 'br-ovs', isRecalled: true },
      },
      differences: ['stored access 125, running no VLAN', 'stored link up, running link down'],
    })
    // Without the networks' facts it stays a bridge: it may as well have been moved.
    expect(guestsOf(...definitions).value[0]?.nics[0]?.differences[0]).toBe(
      'stored network ovsnet, running bridge br-ovs',
    )
  })

  it.each([
    [
      'bridge',
      nic(`<source bridge='a'/>`, 'bridge'),
      nic(`<source bridge='b'/>`, 'bridge'),
      ['stored bridge b, running bridge a'],
    ],
    [
      'vlan',
      nic(`<vlan><tag id='1'/></vlan>`, 'user'),
      nic(`<vlan><tag id='2'/></vlan>`, 'user'),
      ['stored access 2, running access 1'],
    ],
    [
      'model',
      nic(`<model type='e1000'/>`, 'user'),
      nic(`<model type='virtio'/>`, 'user'),
      ['stored model virtio, running model e1000'],
    ],
    ['mtu', nic('', 'user'), nic(`<mtu size='9000'/>`, 'user'), ['stored MTU 9000, running MTU default']],
    ['filter', nic('', 'user'), nic(`<filterref filter='f'/>`, 'user'), ['stored filter f, running filter none']],
    [
      'what libvirt fills in',
      nic(`<target dev='vnet0'/><virtualport type='openvswitch'/>`, 'user'),
      nic('', 'user'),
      [],
    ],
  ])('words the difference of %s', (_, running, stored, expected) => {
    expect(guestsOf(pair(running, stored)).value[0]?.nics[0]?.differences).toEqual(expected)
  })

  it('keeps the alias as name when an earlier NIC was unplugged', () => {
    const second = `<interface type='user'><mac address='52:54:00:00:00:02'/><alias name='net1'/></interface>`
    const stored = nic('', 'user') + second.replace(/<alias.*?>/, '')
    expect(
      guestsOf(pair(second, stored)).value[0]?.nics.map(({ name, running }) => [name, running?.mac ?? null]),
    ).toEqual([
      ['net1', '52:54:00:00:00:02'],
      ['net0', null],
    ])
  })

  it('leaves out a guest that vanished, and reports one that is there and printed nothing', () => {
    const text = virshBatchText([{ uuid: uuidOf(1), running: null, stored: '' }])
    expect(
      observeGuests({
        'libvirt.guests': wellEnded(text.slice(0, text.indexOf('0a1b2c3d present')) + '0a1b2c3d present\n'),
      }),
    ).toEqual({
      value: [],
      problems: [],
      unrecognised: [],
    })
    expect(observeGuests({ 'libvirt.guests': wellEnded(text) }).problems).toMatchObject([{ code: 'command_failed' }])
  })

  it('takes a guest that stopped in between for shut off', () => {
    const stored = domain('g', '')
    expect(guestsOf({ uuid: uuidOf(1), running: stored, stored, state: 'shut off' }).value[0]).toMatchObject({
      state: 'shut off',
      nics: [],
    })
  })

  it('knows transient guests, autostart and states', () => {
    const running = domain('t', '', " id='1'")
    expect(
      guestsOf({ uuid: uuidOf(1), running, stored: null, state: 'pmsuspended', isAutostart: true }).value[0],
    ).toMatchObject({
      state: 'pmsuspended',
      isPersistent: false,
      isAutostart: true,
    })
    expect(guestsOf({ uuid: uuidOf(1), running, stored: running, state: 'laughing' }).value[0]?.state).toBe('unknown')
  })

  it('keeps a definition that it cannot read, and the other guests', () => {
    const { value, problems, unrecognised } = guestsOf(
      { uuid: uuidOf(1), running: null, stored: '<!DOCTYPE x><domain/>' },
      { uuid: uuidOf(2), running: null, stored: domain('ok', '') },
    )
    expect(value.map(({ name }) => name)).toEqual(['ok'])
    expect(problems.map(({ code }) => code)).toEqual(['invalid_output'])
    expect(unrecognised).toMatchObject([
      { what: 'stored definition of a guest', name: uuidOf(1), raw: '<!DOCTYPE x><domain/>' },
    ])
  })

  it('reports unknown interface types of a guest by its name', () => {
    const { unrecognised } = guestsOf({
      uuid: uuidOf(1),
      running: null,
      stored: domain('g', `<interface type='warp'/>`),
    })
    expect(unrecognised).toMatchObject([{ source: 'guests', what: "interface type 'warp'", name: 'g' }])
  })

  it('reports a daemon that is not there', () => {
    const failed = { ...wellEnded(''), status: 1, stderr: 'error: failed to connect to the hypervisor\n' }
    expect(observeGuests({ 'libvirt.guests': failed })).toMatchObject({
      value: [],
      problems: [{ code: 'daemon_not_running' }],
    })
  })

  it('reads 500 running guests, each NIC in its place', () => {
    const running = file('debian12-netns/virsh-dumpxml-vm1.xml')
    const stored = file('debian12-netns/virsh-dumpxml-inactive-vm1.xml')
    const many = Array.from({ length: 500 }, (_, index): Definition => {
      const own = (text: string): string =>
        text.replace('<name>vm1<', `<name>vm${index}<`).replaceAll('vnet', `vnet${index}x`)
      return { uuid: uuidOf(index), running: own(running), stored: own(stored), state: 'running' }
    })
    const { value, problems } = guestsOf(...many)
    expect(problems).toEqual([])
    expect(value).toHaveLength(500)
    expect(new Set(value.flatMap(({ nics }) => nics.map((one) => one.running?.target))).size).toBe(1_500)
  })

  it('never throws', () => {
    const piece = fc.constantFrom(
      '0a1b2c3d ',
      'active\n',
      'stored ',
      'running ',
      'present',
      uuidOf(1),
      '\n',
      '<domain>',
      '<name>x</name>',
      '</domain>',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        expect(
          Array.isArray(observeGuests({ 'libvirt.guests': wellEnded(`0a1b2c3d active\n${pieces.join('')}`) }).value),
        ).toBe(true)
      }),
    )
  })
})
