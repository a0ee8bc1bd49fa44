import { describe, expect, it } from 'vitest'
import { nativeUntagged } from '@/lib/core/topology/testing/fixtures'
import { accessibleName, portNote, titleOf } from './node-words'
import { sceneNode } from './testing/scene'

const box = { x: 0, y: 0, width: 1, height: 1 }

describe('accessibleName', () => {
  it('says kind, name, second line, ports and health', () => {
    const { node } = sceneNode('b', box, { kind: 'linux-bridge', name: 'br125', lines: ['Linux'] })
    expect(accessibleName(node, null, 2)).toBe('bridge br125, Linux, 2 ports, up')
  })

  it('says why, whose it is and what it carries', () => {
    const { node } = sceneNode('n', box, {
      name: 'eth0',
      health: 'error',
      healthReason: 'no carrier',
      ownership: 'foreign',
      isManagement: true,
    })
    expect(accessibleName(node, null)).toBe('NIC eth0, down, no carrier, foreign, carries this SSH session')
  })

  it('says its VLANs once', () => {
    const vlan = nativeUntagged(125, 125, 126)
    const port = sceneNode('p', box, { kind: 'bridge-port', name: 'eth1', vlan }).node
    expect(accessibleName(port, null)).toBe('port eth1, native-untagged 125 of 125, 126, up')
    const lines = ['ovs-net', 'native-untagged 125 of 125, 126']
    const group = sceneNode('g', box, { kind: 'portgroup', name: 'trunk', lines, vlan }).node
    expect(accessibleName(group, null)).toBe('portgroup trunk, ovs-net, native-untagged 125 of 125, 126, up')
  })

  it('names a guest NIC with its guest', () => {
    const guest = sceneNode('g', box, { kind: 'guest', name: 'web1' }).node
    const { node } = sceneNode('n', box, { kind: 'guest-nic', name: 'net0', lines: ['01:01'] })
    expect(accessibleName(node, guest.name)).toBe('guest NIC web1 net0, 01:01, up')
    expect(titleOf(node, guest)).toBe('web1 · net0')
  })
})

describe('portNote', () => {
  it('prefers the address of an internal port', () => {
    const port = (addresses: string[]) => sceneNode('p', box, { lines: ['internal'], addresses }).node
    expect(portNote(port([]))).toBe('internal')
    expect(portNote(port(['172.16.125.11/24']))).toBe('172.16.125.11')
    expect(portNote(port(['172.16.125.11/24', 'fe80::1/64']))).toBe('172.16.125.11 +1')
  })
})
