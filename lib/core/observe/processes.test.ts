import { describe, expect, it } from 'vitest'
import { Guest } from '../model/libvirt'
import { virshBatchText, wellEnded } from './testing/capture-facts'
import { observeGuests } from './guests'
import { observeProcesses } from './processes'

const UUID = '2d0cc802-6bcc-40d4-8dcc-03fe7107d49f'
const xml = `<domain id='1'><name>vm1</name><devices><interface type='network'><mac address='52:54:00:00:00:01'/><source network='n'/><target dev='vnet0'/></interface></devices></domain>`
const guests = observeGuests({
  'libvirt.guests': wellEnded(virshBatchText([{ uuid: UUID, running: xml, stored: null, state: 'running' }])),
}).value

const commandLine = (pid: number, ...words: string[]): string =>
  ['qemu-system-x86_64', ...words].map((word) => `/proc/${pid}/cmdline:${word}\n`).join('')
const observe = (text: string) => observeProcesses({ 'processes.qemu': wellEnded(text) }, guests).value

describe('observeProcesses', () => {
  it("fills in the pid of libvirt's guests and adds no second one", () => {
    const value = observe(commandLine(354, '-name', 'guest=vm1,debug-threads=on', '-uuid', UUID))
    expect(value.map(({ name, pid, manager }) => [name, pid, manager])).toEqual([['vm1', 354, 'libvirt']])
  })

  it.each([
    ['guest= in -name', ['-name', 'guest=other-host-namespace']],
    ["a guest's UUID (libvirt before 1.3)", ['-name', 'vm1', '-uuid', UUID]],
    ["a guest's tap", ['-netdev', 'tap,id=a,ifname=vnet0', '-device', 'e1000,netdev=a']],
  ])("takes a process for libvirt's by %s", (_, words) => expect(observe(commandLine(7, ...words))).toHaveLength(1))

  it('shows a guest that a person started, with tap and MAC', () => {
    const [, guest] = observe(
      commandLine(405, '-name', 'hand made', '-netdev', 'tap,id=n0,ifname=mytap0,script=no') +
        commandLine(405).slice(0, 0) +
        [
          '-device',
          'virtio-net-pci,netdev=n0,mac=52:54:00:99:00:01',
          '-nic',
          'user,model=e1000',
          '-netdev',
          'bridge,id=n2,br=br9',
          '-device',
          'e1000,netdev=n2',
        ]
          .map((word) => `/proc/405/cmdline:${word}\n`)
          .join('') +
        '/proc/405/fdinfo/3:iff:\tmytap0\n/proc/405/fdinfo/9:iff:\ttap4\n',
    )
    expect(Guest.parse(guest)).toEqual(guest)
    expect(guest).toMatchObject({
      uuid: 'pid:405',
      name: 'hand made',
      manager: 'qemu-process',
      state: 'running',
      pid: 405,
    })
    expect(guest?.nics.map(({ running }) => [running?.mac, running?.target, running?.source])).toEqual([
      ['52:54:00:99:00:01', 'mytap0', { type: 'ethernet' }],
      ['52:54:00:12:34:56', 'tap4', { type: 'bridge', bridge: 'br9' }],
      ['52:54:00:12:34:57', null, { type: 'user' }],
    ])
  })

  it('names the nameless by pid and finds the tap that the kernel named, or that came by descriptor', () => {
    const value = observe(
      commandLine(412, '-netdev', 'tap,id=n0,script=no', '-device', 'e1000,netdev=n0') +
        commandLine(
          413,
          '-netdev',
          'tap,id=n0,fd=7',
          '-device',
          'e1000,netdev=n0',
          '-netdev',
          'tap,id=n1,fd=8',
          '-device',
          'e1000,netdev=n1',
        ) +
        '/proc/412/fdinfo/10:iff:\ttap0\n/proc/413/fdinfo/7:iff:\ttap1\n',
    )
    expect(value.slice(1).map(({ name, nics }) => [name, nics.map(({ running }) => running?.target)])).toEqual([
      ['qemu (pid 412)', ['tap0']],
      ['qemu (pid 413)', ['tap1', null]],
    ])
  })

  it("shows libvirt's processes, with their taps, that libvirt did not tell of", () => {
    const words = [
      ...['-name', 'guest=web1,debug-threads=on', '-uuid', '7e0cc802-6bcc-40d4-8dcc-03fe7107d49f'],
      ...['-netdev', '{"type":"tap","fd":"28","id":"hostnet0"}'],
      ...['-device', '{"driver":"virtio-net-pci","netdev":"hostnet0","mac":"52:54:00:77:00:01"}'],
    ]
    const text = commandLine(7, ...words) + commandLine(8, '-name', 'guest=vm1', '-uuid', UUID)
    const links = [
      { name: 'eth1', mac: 'fe:54:00:77:00:01', kind: 'nic' as const },
      { name: 'vnet4', mac: 'fe:54:00:77:00:01', kind: 'tap' as const },
    ]
    const seen = (known: typeof guests, areGuestsWhole: boolean) =>
      observeProcesses({ 'processes.qemu': wellEnded(text) }, known, { areGuestsWhole, links }).value.map(
        ({ name, pid, manager, nics }) => [name, pid, manager, nics[0]?.running?.target],
      )
    expect(seen(guests, false)).toEqual([
      ['vm1', 8, 'libvirt', 'vnet0'],
      ['web1', 7, 'qemu-process', 'vnet4'],
    ])
    expect(seen([], false).map(([name]) => name)).toEqual(['web1', 'vm1'])
    expect(seen(guests, true).map(([name]) => name)).toEqual(['vm1', 'web1'])
  })

  it('strips control characters from names', () => {
    expect(observe(commandLine(1, '-name', 'a\u001b[31mb'))[1]?.name).toBe('a [31mb')
  })

  it('gives the guests as they are where processes were not read', () =>
    expect(observeProcesses({}, guests).value).toEqual(guests))

  it('shows a NIC that was plugged over QMP by its tap', () => {
    const [, guest] = observe(commandLine(9, '-name', 'incus-vm1') + '/proc/9/fdinfo/21:iff:\ttapinc0\n')
    expect(guest?.nics.map(({ name, running }) => [name, running?.mac, running?.target])).toEqual([
      ['net0', '', 'tapinc0'],
    ])
  })

  it("shows the guest of a user's own libvirt, with the tap that the bridge helper made", () => {
    const words = ['-name', 'guest=boxes', '-uuid', '5e5e5e5e-0000-4000-8000-000000000001']
    const nic = ['-netdev', '{"type":"tap","fd":"28","id":"hostnet0"}', '-device', 'e1000,netdev=hostnet0']
    const [, guest] = observe(commandLine(31, ...words, ...nic) + '/proc/31/fdinfo/28:iff:\ttap0\n')
    expect(guest).toMatchObject({ name: 'boxes', manager: 'qemu-process', nics: [{ running: { target: 'tap0' } }] })
  })
})
