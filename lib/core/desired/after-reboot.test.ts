import { describe, expect, it } from 'vitest'
import type { Link } from '../model/link'
import { newLink } from '../objects/new-objects'
import type { ObjectKind } from '../objects/object-ref'
import type { AfterReboot } from './after-reboot'
import { afterReboot, rebootWarning } from './after-reboot'

type Managed = { kind: ObjectKind; link?: Link['kind']; isWanted?: boolean; isAdopted?: boolean }
const of = ({ kind, link, isWanted = true, isAdopted = false }: Managed): AfterReboot =>
  afterReboot(
    { ref: { kind, owner: null, name: 'x' }, isWanted, isAdopted },
    link === undefined ? undefined : newLink('x', link),
  )

describe('afterReboot', () => {
  it.each<[string, Managed, AfterReboot]>([
    ['a port of Open vSwitch', { kind: 'ovs-port' }, 'stays'],
    ['a network', { kind: 'network' }, 'stays'],
    ['a guest’s NIC', { kind: 'guest-nic' }, 'stays'],
    ['a bridge of the kernel', { kind: 'link', link: 'bridge' }, 'gone'],
    ['a VLAN link that is missing now', { kind: 'link' }, 'gone'],
    ['a bridge that somebody else made', { kind: 'link', link: 'bridge', isAdopted: true }, 'not ours to say'],
    ['a NIC’s address', { kind: 'link', link: 'nic' }, 'as before'],
    ['an internal port’s address', { kind: 'link', link: 'ovs-internal' }, 'as before'],
    ['a link that is wanted absent', { kind: 'link', isWanted: false }, 'as before'],
    ['a route', { kind: 'route' }, 'as before'],
  ])('%s', (_, managed, after) => expect(of(managed)).toBe(after))
})

describe('rebootWarning', () => {
  it('warns of what a reboot takes, and of nothing else', () => {
    expect(rebootWarning('gone')).toBe('Not stored: gone after a reboot')
    expect(rebootWarning('as before')).toContain('Not stored')
    expect([rebootWarning('stays'), rebootWarning('not ours to say')]).toEqual([null, null])
  })
})
