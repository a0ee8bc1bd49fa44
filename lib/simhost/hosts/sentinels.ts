import type { Fault } from '../faults'
import { SimHost } from '../sim-host'
import type { SimHostOptions } from '../sim-host'
import type { HostBuilder } from './build'
import { bridgeNic, commands, directNic, guest, management, nic } from './build'
import { kvmOvs } from './kvm-ovs'

/** Hosts that are difficult by their name: what a test or a demo asks for to see a failure. */
const difficult =
  (name: string, ...faults: Fault[]): HostBuilder =>
  (options = {}) => {
    const host = kvmOvs({ name, ...options })
    for (const fault of faults) host.fail(fault)
    return host
  }

const refusesAuth: HostBuilder = (options = {}) => {
  const host = kvmOvs({ name: 'sim-auth-refused', ...options })
  host.access.refusesAuth = true
  return host
}

const without =
  (name: string, missing: Partial<SimHostOptions>): HostBuilder =>
  (options = {}) => {
    const host = new SimHost({ name, ...options, ...missing })
    management(host.machine, '192.0.2.61')
    nic(host.machine, 'eth1')
    commands(
      host.machine,
      `ip link add br0 type bridge
     ip link set eth1 master br0
     ip link set br0 up`,
    )
    if (missing.hasLibvirt !== false) guest(host.machine, { name: 'vm1', nics: [bridgeNic('br0')] })
    return host
  }

const stopped =
  (name: string, daemon: 'libvirtd' | 'ovs-vswitchd' | 'ovsdb-server'): HostBuilder =>
  (options = {}) => {
    const host = kvmOvs({ name, ...options })
    host.apply((world) => world.state.stopped.add(daemon))
    return host
  }

/** Names that others chose: markup, shell, control characters, bytes that are no letters. */
const hostile: HostBuilder = (options = {}) => {
  const host = new SimHost({ name: 'sim-hostile', ...options })
  const { machine } = host
  management(machine, '192.0.2.66')
  nic(machine, 'eth1')
  const odd = ['a"b\'c', '$(reboot)', '<b>x</b>', '__proto__', 'ünïcödé', '\u202egnp.exe', 'tab\u0007bell', '-rf']
  machine.apply((world) => {
    for (const name of odd) world.addLink({ name, detail: { kind: 'dummy' }, isUp: true })
    world.updateLink('eth1', { alias: '<script>alert(1)</script>\u0007' })
  })
  commands(
    machine,
    `ip link add br0 type bridge
     ip link set br0 up`,
  )
  for (const name of ['<img src=x onerror=alert(1)>', '$(reboot)', '"; DROP TABLE hosts; --', 'a\u202eb'])
    guest(machine, { name, title: '</title><script>alert(1)</script>', nics: [bridgeNic('br0')] })
  guest(machine, { name: 'mv', nics: [directNic('eth1', 'bridge')] })
  return host
}

/** 4,000 links: the size at which a careless page falls over. */
const manyLinks: HostBuilder = (options = {}) => {
  const host = new SimHost({ name: 'sim-4000-links', ...options })
  management(host.machine, '192.0.2.67')
  host.machine.apply((world) => {
    for (let at = 0; at < 4_000; at += 1)
      world.addLink({ name: `dum${at}`, detail: { kind: 'dummy' }, isUp: at % 3 !== 0 })
  })
  return host
}

const EVERYTHING = /./

export const SENTINELS: Readonly<Record<string, HostBuilder>> = {
  'sim-auth-refused': refusesAuth,
  'sim-hang': difficult('sim-hang', { kind: 'hang', match: 'libvirt.' }),
  'sim-stuck': difficult('sim-stuck', { kind: 'stuck', match: 'libvirt.' }),
  'sim-slow': difficult('sim-slow', { kind: 'slow', match: EVERYTHING, delayMs: 400 }),
  'sim-cut': difficult('sim-cut', { kind: 'cut', match: 'ovs.database' }),
  'sim-flood': difficult('sim-flood', { kind: 'flood', match: 'addr show', stream: 'stdout' }),
  'sim-flood-stderr': difficult('sim-flood-stderr', { kind: 'flood', match: 'addr show', stream: 'stderr' }),
  'sim-bad-json': difficult('sim-bad-json', { kind: 'garble', match: /addr show|ovs\.database/ }),
  'sim-doctype': difficult('sim-doctype', { kind: 'doctype', match: 'libvirt.' }),
  'sim-no-ovs': without('sim-no-ovs', { hasOvs: false }),
  'sim-no-libvirt': without('sim-no-libvirt', { hasLibvirt: false }),
  'sim-bare': without('sim-bare', { hasOvs: false, hasLibvirt: false, hasLldp: false }),
  'sim-libvirtd-stopped': stopped('sim-libvirtd-stopped', 'libvirtd'),
  'sim-vswitchd-stopped': stopped('sim-vswitchd-stopped', 'ovs-vswitchd'),
  'sim-no-sudo': (options = {}) => kvmOvs({ name: 'sim-no-sudo', ...options, sudoers: [] }),
  'sim-hostile': hostile,
  'sim-4000-links': manyLinks,
}
