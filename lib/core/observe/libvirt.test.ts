import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { LibvirtState } from '../model/libvirt'
import { factsOfCapture, virshBatchText, wellEnded } from './testing/capture-facts'
import { observeLibvirt } from './libvirt'
import type { RawFacts } from './read-command'

const captures = path.join(import.meta.dirname, '../parse/captures')
function captured(folder: string): RawFacts {
  const names = readdirSync(path.join(captures, folder)).filter((name) => name.startsWith('virsh-net-'))
  return factsOfCapture(new Map(names.map((name) => [name, readFileSync(path.join(captures, folder, name), 'utf8')])))
}
const UUID = '00000000-0000-4000-8000-000000000001'
const network = (inner: string, attributes = ''): string =>
  `<network${attributes}><name>n</name><uuid>${UUID}</uuid>${inner}</network>\n`
const compare = (running: string, stored: string) =>
  observeLibvirt({ 'libvirt.networks': wellEnded(virshBatchText([{ uuid: UUID, running, stored }])) }).value
    ?.networks[0]?.differsFromStored

describe.each(['debian11-uml', 'debian12-uml', 'debian12-qemu', 'debian13-uml', 'debian12-netns'])('%s', (folder) => {
  it('is understood whole', () => {
    const { value, problems, unrecognised } = observeLibvirt(captured(folder))
    expect([problems, unrecognised]).toEqual([[], []])
    expect(LibvirtState.parse(value)).toEqual(value)
    expect(value?.networks.length).toBeGreaterThan(4)
    expect(value?.networks.filter(({ differsFromStored }) => differsFromStored)).toEqual([])
    expect(value?.networks.filter(({ isActive }) => !isActive)).toEqual([])
    expect(value?.networks.find(({ name }) => name === 'default')).toMatchObject({
      forwardMode: 'nat',
      isAutostart: false,
      isPersistent: true,
    })
  })
})

describe('differsFromStored', () => {
  it.each([
    ['nothing', network('<bridge name="b"/>'), network('<bridge name="b"/>')],
    [
      'connections',
      network('<forward dev="eth4"><interface dev="eth4" connections="1"/></forward>', ' connections="1"'),
      network('<forward dev="eth4"><interface dev="eth4"/></forward>'),
    ],
    [
      "NAT's port range",
      network('<forward mode="nat"><nat><port start="1024" end="65535"/></nat></forward>'),
      network('<forward mode="nat"/>'),
    ],
    [
      'a bridge name that libvirt chose',
      network('<bridge name="virbr0" stp="on"/><mac address="52:54:00:00:00:01"/>'),
      network('<bridge stp="on"/>'),
    ],
    [
      "a pool's members",
      network('<forward dev="e" mode="passthrough"><pf dev="e"/><interface dev="e0"/></forward>'),
      network('<forward mode="passthrough"><pf dev="e"/></forward>'),
    ],
    [
      'the order of different elements',
      network('<mtu size="9000"/><bridge name="b"/>'),
      network('<bridge name="b"/><mtu size="9000"/>'),
    ],
    [
      'the order of portgroups',
      network('<portgroup name="p"/><portgroup name="q" default="yes"/>'),
      network('<portgroup name="q" default="yes"/><portgroup name="p"/>'),
    ],
    ['blanks', network('\n  <portgroup name="p">\n  </portgroup>'), network('<portgroup name="p"/>')],
  ])('does not count %s', (_, running, stored) => expect(compare(running, stored)).toBe(false))

  it.each([
    [
      'a VLAN',
      network('<portgroup name="p"><vlan><tag id="125"/></vlan></portgroup>'),
      network('<portgroup name="p"><vlan><tag id="126"/></vlan></portgroup>'),
    ],
    ['a portgroup more', network('<portgroup name="p"/>'), network('<portgroup name="p"/><portgroup name="q"/>')],
    ['a portgroup less', network('<portgroup name="p"/>'), network('')],
    ['another bridge', network('<bridge name="a"/>'), network('<bridge name="b"/>')],
    ['text', network('<title>a</title>'), network('<title>b</title>')],
    ['an attribute dropped', network('<portgroup name="p" default="yes"/>'), network('<portgroup name="p"/>')],
  ])('counts %s', (_, running, stored) => expect(compare(running, stored)).toBe(true))
})

describe('observeLibvirt', () => {
  it('gives null where libvirt was not read', () =>
    expect(observeLibvirt({})).toEqual({ value: null, problems: [], unrecognised: [] }))

  it("takes virsh's version from the system's facts", () => {
    const facts = {
      ...captured('debian12-uml'),
      'system.tools': wellEnded('virsh path /usr/bin/virsh\nvirsh version 9.0.0\n'),
    }
    expect(observeLibvirt(facts).value?.version).toBe('9.0.0')
  })

  it('keeps inactive and transient networks apart, and reports what it does not know', () => {
    const other = UUID.replace('1', '2')
    const text = virshBatchText([
      { uuid: UUID, running: network('<warp/>'), stored: null },
      { uuid: other, running: null, stored: network('').replace('>n<', '>a<') },
    ])
    const { value, unrecognised } = observeLibvirt({ 'libvirt.networks': wellEnded(text) })
    expect(value?.networks).toMatchObject([
      { name: 'a', isActive: false, isPersistent: true, hasUnknownElements: false },
      { name: 'n', isActive: true, isPersistent: false, hasUnknownElements: true },
    ])
    expect(unrecognised).toEqual([
      { source: 'networks', what: 'element <warp> of a network', name: 'n', raw: '<warp/>' },
    ])
  })

  it('keeps a definition that it cannot read as unrecognised', () => {
    const text = virshBatchText([{ uuid: UUID, running: null, stored: '<network><name>n' }])
    const { value, problems, unrecognised } = observeLibvirt({ 'libvirt.networks': wellEnded(text) })
    expect([value?.networks, problems.map(({ code }) => code), unrecognised.map(({ raw }) => raw)]).toEqual([
      [],
      ['invalid_output'],
      ['<network><name>n'],
    ])
  })
})
