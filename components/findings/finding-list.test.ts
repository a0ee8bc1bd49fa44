import { describe, expect, it } from 'vitest'
import type { Finding } from '@/lib/core/lint/finding'
import { findingsAt, searchFindings } from './finding-list'

const finding = (rule: Finding['rule'], nodeId: string, title: string): Finding => ({
  rule,
  severity: 'warning',
  nodeId,
  key: `${rule} ${nodeId}`,
  title,
  evidence: ['trunks []'],
  consequence: 'every VLAN leaks',
  cure: 'name the VLANs',
  edits: [],
})
const all = [finding('L06', 'bridge-port:br0/vnet1', 'vnet1 carries all'), finding('L17', 'linux-bridge:br1', 'loop')]

describe('findings in a list', () => {
  it('are found by any of their words', () => {
    expect(searchFindings(all, '')).toHaveLength(2)
    expect(searchFindings(all, 'l06 leaks').map(({ rule }) => rule)).toEqual(['L06'])
    expect(searchFindings(all, 'loop vnet1')).toEqual([])
  })

  it('are known by the node they are about', () => {
    expect(findingsAt(all, new Set(['linux-bridge:br1'])).map(({ rule }) => rule)).toEqual(['L17'])
  })
})
