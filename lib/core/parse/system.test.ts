import { describe, expect, it } from 'vitest'
import { readCapture } from './testing/captures'
import { parseAbilities, parseOsRelease, parseSystem, parseTools } from './system'
import { parseSysfsNet } from './sysfs-net'

describe('parseSystem', () => {
  it('reads every fact of our script', () => {
    const text = [
      'hostname kvm1',
      'kernel 6.1.176',
      'machine-id 3d1219c7c4c5404aaa1f6d2a48adfda4',
      'boot-id 50269242-99a6-4a01-89e8-f6f1069fc1f8',
      'uptime 280.93 67.82',
      'os-release ID=rocky',
      'os-release ID_LIKE="rhel centos fedora"',
      'os-release PRETTY_NAME="Rocky Linux 9.4"',
      'systemd yes',
      'date 1795176338.348394488',
      'id uid=1000(op) gid=1000(op) groups=1000(op),4(adm)',
      'ssh-connection 192.0.2.9 50000 192.0.2.1 22',
    ].join('\n')
    expect(parseSystem(text)).toEqual({
      ok: true,
      value: {
        hostname: 'kvm1',
        kernel: '6.1.176',
        machineId: '3d1219c7c4c5404aaa1f6d2a48adfda4',
        bootId: '50269242-99a6-4a01-89e8-f6f1069fc1f8',
        uptimeSeconds: 280.93,
        clockMs: 1795176338348,
        userName: 'op',
        userId: 1000,
        hasSystemd: true,
        sshConnection: '192.0.2.9 50000 192.0.2.1 22',
        osRelease: {
          id: 'rocky',
          idLike: ['rhel', 'centos', 'fedora'],
          prettyName: 'Rocky Linux 9.4',
          versionId: null,
        },
      },
    })
  })

  it('takes what there is', () => {
    const result = parseSystem('date 1795176338.%N\nmachine-id uninitialized\nid nobody\n\u0000\n')
    expect(result).toMatchObject({
      ok: true,
      value: { clockMs: 1795176338000, machineId: null, userId: null, hostname: null },
    })
  })
})

it('parseAbilities: what is not said for sure is unknown', () => {
  const text = 'ip path /sbin/ip\nable bonding yes\nable vlan-links no\nable vlan-filtering perhaps\n'
  expect(parseAbilities(text)).toEqual({
    ok: true,
    value: { bonding: 'yes', vlanLinks: 'no', vlanFiltering: 'unknown' },
  })
})

it('parseOsRelease: Debian as captured, and both quotes', () => {
  expect(parseOsRelease(readCapture('debian12-netns', 'os-release.txt'))).toEqual({
    id: 'debian',
    idLike: [],
    prettyName: 'Debian GNU/Linux 12 (bookworm)',
    versionId: '12',
  })
  expect(parseOsRelease(`NAME='A \\"B\\"'\n__proto__=x\nID=Arch`)).toMatchObject({ id: 'arch', prettyName: 'A "B"' })
})

it.each([
  ['ip version ip utility, iproute2-5.9.0, libbpf 0.3.0', 'ip', '5.9.0'],
  ['ovs-vsctl version ovs-vsctl (Open vSwitch) 3.1.0', 'ovs-vsctl', '3.1.0'],
  ['virsh version 11.3.0', 'virsh', '11.3.0'],
  ['ethtool version ethtool version 6.1', 'ethtool', '6.1'],
  ['ip version ip utility, iproute2-ss200127', 'ip', null],
])('parseTools: %s', (line, tool, version) => {
  const result = parseTools(`${line}\n`)
  expect(result.ok && result.value.get(tool)?.version).toBe(version)
})

it('parseSysfsNet', () => {
  const noCard = { pci: null, physical: null, functionLimit: null, functions: [] }
  expect(parseSysfsNet('eth0 -1 unknown virtio_net\neth1 10000 full -\nlo - - -\n')).toEqual({
    ok: true,
    value: [
      { link: 'eth0', speedMbps: null, duplex: null, driver: 'virtio_net', ...noCard },
      { link: 'eth1', speedMbps: 10000, duplex: 'full', driver: null, ...noCard },
      { link: 'lo', speedMbps: null, duplex: null, driver: null, ...noCard },
    ],
  })
  expect(parseSysfsNet('eth0 -1\n')).toMatchObject({ ok: false, at: 'line 1' })
})
