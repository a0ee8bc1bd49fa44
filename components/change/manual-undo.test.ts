import { describe, expect, it } from 'vitest'
import { manualUndo } from './manual-undo'

describe('manualUndo', () => {
  it('puts the newest step back first', () => {
    const steps = [
      { summary: 'Add port a', undo: [{ argv: ['ovs-vsctl', 'del-port', 'br', 'a b'] }] },
      { summary: 'Set\nlink', undo: null },
    ]
    expect(manualUndo(steps).split('\n')).toEqual([
      '# undo: Set link',
      '# cannot be undone',
      '# undo: Add port a',
      "ovs-vsctl del-port br 'a b'",
    ])
  })

  it('feeds what a command reads, whatever it holds', () => {
    const stdin = '<network>\nEND\n</network>\n'
    const text = manualUndo([{ summary: 'x', undo: [{ argv: ['virsh', 'net-define', '/dev/stdin'], stdin }] }])
    expect(text).toContain("virsh net-define /dev/stdin <<'END_'\n<network>\nEND\n</network>\nEND_")
  })
})
