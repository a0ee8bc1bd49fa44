import { describe, expect, it } from 'vitest'
import { batched, displayCommand, renderCheck, renderCommand } from './render-command'

describe('renderCommand', () => {
  it('gives each command a deadline and what it reads', () => {
    expect(renderCommand({ argv: ['ip', 'link', 'set', 'dev', 'eth0', 'up'] }, 30)).toBe(
      't 30 ip link set dev eth0 up </dev/null',
    )
    expect(renderCommand({ argv: ['virsh', 'define', '/dev/stdin'], stdin: "<a b='c'/>" }, 20)).toBe(
      `printf %s '<a b='\\''c'\\''/>' | t 20 virsh define /dev/stdin`,
    )
  })

  it('shows a command on one line', () => {
    expect(displayCommand({ argv: ['echo', 'a\nb\u001b[31m'], stdin: 'x' })).toBe("echo 'a b [31m' <<…")
  })
})

describe('batched', () => {
  const commands = (...lines: string[]) => lines.map((line) => ({ argv: line.split(' ') }))

  it('runs what follows each other of one tool in one process', () => {
    const run = commands(
      'ip link set dev eth1 down',
      'ip link set dev eth1 master bond0',
      'bridge vlan add dev p0 vid 5',
      'bridge vlan del dev p0 vid 1',
      'ovs-vsctl --timeout=8 del-port p1',
    )
    expect(batched(run)).toEqual([
      { argv: ['ip', '-force', '-batch', '-'], stdin: 'link set dev eth1 down\nlink set dev eth1 master bond0\n' },
      {
        argv: ['bridge', '-force', '-batch', '-'],
        stdin: 'vlan add dev p0 vid 5\nvlan del dev p0 vid 1\n',
      },
      ...run.slice(4),
    ])
  })

  it('leaves alone what is by itself, has options of its own, input, or words that a batch would read otherwise', () => {
    const run = [
      ...commands('ip -6 route add default via fe80::1 dev eth0', 'ip link set dev eth1 up', 'tee /sys/x'),
      { argv: ['ip', 'link', 'set', 'dev', 'a b', 'up'] },
      { argv: ['ip', 'link', 'set', 'dev', 'a#b', 'up'] },
      { argv: ['ip', '-batch', '-'], stdin: 'link set dev eth1 up\n' },
    ]
    expect(batched(run)).toEqual(run)
  })
})

describe('renderCheck', () => {
  const check = (kind: 'is' | 'is-not' | 'has' | 'has-not', ...texts: string[]) =>
    renderCheck('c', { summary: '', read: { argv: ['get'] }, expect: { kind, texts } })
  const read = 'c() { got=$({ t 10 get </dev/null; } 2>/dev/null); was=$?'

  it('compares without wildcards', () => {
    expect(check('is', '[]', "it's\n")).toBe(
      `${read}; [ $was -eq 0 ] || return 1; case $got in '[]'|'it'\\''s') ;; *) return 1 ;; esac; }`,
    )
    expect(check('has', '*')).toBe(`${read}; [ $was -eq 0 ] || return 1; case $got in *'*'*) ;; *) return 1 ;; esac; }`)
    expect(check('is-not', '-1', '[]')).toBe(
      `${read}; [ $was -eq 0 ] || return 1; case $got in '-1'|'[]') return 1 ;; esac; }`,
    )
    expect(check('has-not', 'a')).toBe(`${read}; [ $was -eq 0 ] || return 1; case $got in *'a'*) return 1 ;; esac; }`)
  })

  it('does not take a missing or hung tool for an answer', () => {
    const fails = renderCheck('c', { summary: '', read: { argv: ['get'] }, expect: { kind: 'fails' } })
    expect(fails).toBe(`${read}; case $was in 0 | 12[4-7] | 137) return 1 ;; esac; }`)
  })

  it('refuses what cannot be compared', () => {
    expect(() => check('is')).toThrow(RangeError)
    expect(() => check('is', 'a\0')).toThrow(/NUL/)
  })
})
