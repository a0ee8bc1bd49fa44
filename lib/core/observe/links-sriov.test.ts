import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Link } from '../model/link'
import { observeLinks } from './links'
import { SYSFS_NET } from './links-commands'
import type { RawFacts } from './read-command'
import { outputOf } from './testing/captured-facts'

const CONTEXT = { managementAddress: null, ovsInternalNames: new Set<string>(), lldpLinks: new Set<string>() }
const linksOf = (facts: RawFacts): Map<string, Link> =>
  new Map(observeLinks(facts, CONTEXT).value.links.map((link) => [link.name, link]))

const row = (ifindex: number, ifname: string, more: object = {}): object => ({
  ifindex,
  ifname,
  flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
  mtu: 1500,
  operstate: 'UP',
  link_type: 'ether',
  address: `02:00:00:00:00:0${ifindex}`,
  ...more,
})
const factsOf = (rows: object[], sysfs?: string): RawFacts => ({
  'links.addr': outputOf(JSON.stringify(rows)),
  ...(sysfs !== undefined && { 'links.sysfs': outputOf(sysfs) }),
})

/** As iproute2 6 prints two functions of an i40e card, and iproute2 4.19 one. */
const FUNCTIONS = [
  {
    vf: 1,
    link_type: 'ether',
    address: '52:54:00:aa:bb:01',
    broadcast: 'ff:ff:ff:ff:ff:ff',
    vlan_list: [{ vlan: 42, qos: 3, protocol: '802.1ad' }],
    rate: { max_tx: 1000, min_tx: 100 },
    spoofchk: true,
    link_state: 'enable',
    trust: false,
    query_rss_en: false,
  },
  { vf: 0, address: '00:00:00:00:00:00', vlan_list: [{}], spoofchk: false, link_state: 'auto', trust: true },
]
const OLD_FUNCTION = { vf: 0, mac: '52:54:00:aa:bb:09', vlan: 7, tx_rate: 500, spoofchk: 'on', trust: 'off' }

describe('functions of a card', () => {
  const SYSFS = [
    'eth0 25000 full i40e at=0000:03:00.0 limit=64 virtfn1=0000:03:02.1,vfio-pci virtfn0=0000:03:02.0',
    'eth0v0 - - iavf at=0000:03:02.0 physfn=0000:03:00.0',
    'eth1 - - virtio_net at=virtio1\n',
  ].join('\n')
  const ROWS = [row(1, 'eth0', { vfinfo_list: FUNCTIONS }), row(2, 'eth0v0'), row(3, 'eth1')]

  it('are those of the kernel with the addresses and drivers of sysfs, by number', () => {
    const links = linksOf(factsOf(ROWS, SYSFS))
    expect(links.get('eth0')).toMatchObject({ kind: 'nic', driver: 'i40e', pci: '0000:03:00.0' })
    expect(links.get('eth0')?.sriov).toMatchObject({
      role: 'physical',
      limit: 64,
      switchId: null,
      functions: [
        { number: 0, pci: '0000:03:02.0', driver: null, vlanId: 0, isSpoofChecked: false, isTrusted: true },
        {
          number: 1,
          pci: '0000:03:02.1',
          driver: 'vfio-pci',
          mac: '52:54:00:aa:bb:01',
          vlanId: 42,
          vlanPriority: 3,
          vlanProtocol: '802.1ad',
          linkState: 'enable',
          maxRateMbps: 1000,
          minRateMbps: 100,
        },
      ],
    })
    const virtual = { role: 'virtual', parent: '0000:03:00.0', of: 'eth0', number: 0 }
    expect(links.get('eth0v0')).toMatchObject({ kind: 'nic', pci: '0000:03:02.0', sriov: virtual })
    expect(links.get('eth1')).toMatchObject({ pci: null, sriov: null })
  })

  it('are known without sysfs, and what sysfs alone knows is unknown then', () => {
    const sriov = linksOf(factsOf(ROWS)).get('eth0')?.sriov
    expect(sriov).toMatchObject({ limit: null, functions: [{ number: 0, pci: null, driver: null }, { number: 1 }] })
  })

  it('are known by sysfs where the kernel lists none, and their settings unknown then', () => {
    const sriov = linksOf(factsOf([row(1, 'eth0')], SYSFS)).get('eth0')?.sriov
    const untold = { mac: null, vlanId: null, isSpoofChecked: null, isTrusted: null, linkState: null }
    expect(sriov).toMatchObject({
      functions: [
        { number: 0, ...untold },
        { number: 1, driver: 'vfio-pci', ...untold },
      ],
    })
  })

  it('are told by old versions of iproute2 in other words', () => {
    const sriov = linksOf(factsOf([row(1, 'eth0', { vfinfo_list: [OLD_FUNCTION, 'broken', {}] })])).get('eth0')?.sriov
    expect(sriov).toMatchObject({
      functions: [
        { number: 0, mac: '52:54:00:aa:bb:09', vlanId: 7, maxRateMbps: 500, isSpoofChecked: true, isTrusted: false },
      ],
    })
  })

  it('of a card that could have them are none', () => {
    const sriov = linksOf(factsOf([row(1, 'eth0')], 'eth0 - - igb at=0000:03:00.0 limit=7\n')).get('eth0')?.sriov
    expect(sriov).toEqual({ role: 'physical', functions: [], limit: 7, switchId: null })
  })
})

describe('representors', () => {
  const inSwitch = (port: string): object => ({ phys_port_name: port, phys_switch_id: '1e5f' })
  const physical = (port: string): object => ({ ...inSwitch(port), vfinfo_list: FUNCTIONS })

  it.each([
    ['pf0vf1', { of: 'p0', number: 1 }],
    ['pf1vf0', { of: 'p1', number: 0 }],
    ['c1pf0vf2', { of: 'p0', number: 2 }],
    ['pf0sf88', { of: 'p0', number: null }],
    ['pf0hpf', { of: 'p0', number: null }],
    ['pf7vf0', { of: null, number: 0 }],
  ])('%s is told by the name of its port', (port, wanted) => {
    const rows = [row(1, 'p0', physical('p0')), row(2, 'p1', physical('p1')), row(3, 'rep', inSwitch(port))]
    const links = linksOf(factsOf(rows))
    expect(links.get('rep')).toMatchObject({ kind: 'representor', sriov: { role: 'representor', port, ...wanted } })
    expect(links.get('p0')).toMatchObject({ kind: 'nic', sriov: { role: 'physical', switchId: '1e5f' } })
  })

  it('is told by a bare number, as earlier mlx5 drivers say, beside a card with functions', () => {
    const links = linksOf(factsOf([row(1, 'p0', physical('p0')), row(2, 'rep', inSwitch('1'))]))
    expect(links.get('rep')?.sriov).toMatchObject({ of: 'p0', number: 1 })
    expect(linksOf(factsOf([row(2, 'swp1', inSwitch('1'))])).get('swp1')).toMatchObject({ kind: 'nic', sriov: null })
  })
})

describe('the reading of sysfs', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sysfs-'))
    const at = (...parts: string[]): string => join(folder, ...parts)
    const card = (pci: string, driver: string | null): void => {
      mkdirSync(at('devices', pci), { recursive: true })
      if (driver === null) return
      mkdirSync(at('drivers', driver), { recursive: true })
      symlinkSync(at('drivers', driver), at('devices', pci, 'driver'))
    }
    card('0000:03:00.0', 'i40e')
    card('0000:03:02.0', 'vfio-pci')
    card('0000:03:02.1', null)
    writeFileSync(at('devices', '0000:03:00.0', 'sriov_totalvfs'), '64\n')
    for (const [number, pci] of ['0000:03:02.0', '0000:03:02.1'].entries()) {
      symlinkSync(at('devices', pci), at('devices', '0000:03:00.0', `virtfn${number}`))
      symlinkSync(at('devices', '0000:03:00.0'), at('devices', pci, 'physfn'))
    }
    for (const [link, pci] of [
      ['eth0', '0000:03:00.0'],
      ['eth0v1', '0000:03:02.1'],
      ['lo', null],
    ] as const) {
      mkdirSync(at('net', link), { recursive: true })
      if (pci !== null) symlinkSync(at('devices', pci), at('net', link, 'device'))
    }
    writeFileSync(at('net', 'eth0', 'speed'), '25000\n')
    writeFileSync(at('net', 'eth0', 'duplex'), 'full\n')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('gives each link with its card and the functions of that, and starts no process for any', () => {
    const script = (SYSFS_NET.argv[2] ?? '').replace('/sys/class/net', join(folder, 'net'))
    const text = execFileSync('/bin/sh', ['-c', script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: '/nowhere' },
    })
    expect(text.split('\n')).toEqual([
      'eth0 25000 full i40e at=0000:03:00.0 limit=64 virtfn0=0000:03:02.0,vfio-pci virtfn1=0000:03:02.1',
      'eth0v1 - - - at=0000:03:02.1 physfn=0000:03:00.0',
      'lo - - -',
      '',
    ])
  })
})
