import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { runbook } from './runbook'
import type { Command, Step } from './step'

const step = (summary: string, run: Command, undo: Command[], settles: Step['settles'] = null): Step => ({
  id: 's1',
  summary,
  run,
  undo,
  scope: 'running',
  objects: [],
  settles,
})
const NIC = { kind: 'guest-nic', owner: 'u', name: '52:54:00:00:00:01' } as const

describe('runbook', () => {
  it('is what a person would type, and how to take it back', () => {
    const text = runbook({
      notStored: ['br1 (Linux bridge) is not stored: gone after a reboot'],
      steps: [
        step('Create Linux bridge br1', { argv: ['ip', 'link', 'add', 'name', 'br1', 'type', 'bridge'] }, [
          { argv: ['ip', 'link', 'del', 'dev', 'br1'] },
        ]),
        step(
          'Unplug NIC net0 of web1',
          { argv: ['virsh', 'detach-device', 'web1', '/dev/stdin', '--live'], stdin: "<a b='$HOME'/>\n" },
          [{ argv: ['virsh', 'attach-device', 'web1', '/dev/stdin', '--live'], stdin: '<a/>' }],
          { object: NIC, is: 'absent', timeoutSeconds: 20, what: 'guest web1 lets go of its NIC' },
        ),
      ],
    })
    expect(text).toBe(`set -eu
# br1 (Linux bridge) is not stored: gone after a reboot

# Create Linux bridge br1
ip link add name br1 type bridge

# Unplug NIC net0 of web1
virsh detach-device web1 /dev/stdin --live <<'END'
<a b='$HOME'/>
END
# Wait until guest web1 lets go of its NIC.

# To take it back:
# virsh attach-device web1 /dev/stdin --live <<'END'
# <a/>
# END
# ip link del dev br1
`)
  })

  it('gives a shell exactly the words and the text, whatever they hold', () => {
    const argv = ["a'b", '$(id)', '`id`', 'two words', '\\', '']
    const stdin = "END\nEND_\n$HOME `id` \\ 'x'\n"
    const hostile = step('line one\nrm -rf /tmp/nothing\r\nid', { argv: ['show', ...argv], stdin }, [])
    const script = `show() { printf '%s\\n' "$@"; cat; }\n${runbook({ steps: [hostile], notStored: [] })}`
    expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(`${argv.join('\n')}\n${stdin}`)
  })

  it('says so where nothing is to be done', () => {
    expect(runbook({ steps: [], notStored: [] })).toMatch(/^# Nothing to do/)
  })
})
