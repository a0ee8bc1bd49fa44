import { execFileSync, spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { renderChecks } from './join-checks'
import { DEADLINE_FUNCTION } from './render-command'
import { renderVerify } from './render-verify'
import type { Check } from '../objects/check'

const vsctl = (words: string, expect: Check['expect']): Check => ({
  summary: words,
  read: { argv: ['ovs-vsctl', '--timeout=8', ...words.split(' ')] },
  expect,
})
const is = (...texts: string[]): Check['expect'] => ({ kind: 'is', texts })
const PORT = [
  vsctl('get Port p0 vlan_mode tag trunks', is('access\n5\n[]')),
  vsctl('get Interface p0 error', is('[]')),
  vsctl('get Interface p0 ofport', { kind: 'is-count' }),
]

/** A `t` whose ovs-vsctl gives these answers, and notes how it was called on its standard error. */
const stubOf = (answers: Record<string, string>): string =>
  `t() { shift; echo "$*" >&2; shift 2; case "$*" in ${Object.entries(answers)
    .map(([words, text]) => `'${words}') printf '%s' '${text}' ;;`)
    .join('\n')} *) return 1 ;; esac; }`

/** Runs the checks in a shell with these answers: "yes" or "no", and the calls. */
function ask(checks: readonly Check[], answers: Record<string, string>): { said: string; calls: string[] } {
  const script = `
${stubOf(answers)}
exec 9>&2
${renderChecks('c', checks).replaceAll('2>/dev/null', '2>&9')}
c && echo yes || echo no`
  const calls: string[] = []
  const said = execFileSync('sh', ['-c', `{ ${script}\n} 2>&1`], { encoding: 'utf8' })
  for (const line of said.split('\n')) if (line.startsWith('ovs-vsctl')) calls.push(line)
  return { said: said.trim().split('\n').at(-1) ?? '', calls }
}
const TOGETHER = '-- get Port p0 vlan_mode tag trunks -- get Interface p0 error -- get Interface p0 ofport'

describe('checks that are asked together', () => {
  it('cost one call where all hold', () => {
    const { said, calls } = ask(PORT, { [TOGETHER]: 'access\n5\n[]\n[]\n3\n' })
    expect(said).toBe('yes')
    expect(calls).toEqual([`ovs-vsctl --timeout=8 ${TOGETHER}`])
  })

  it.each([
    ['another tag', 'access\n6\n[]\n[]\n3\n'],
    ['an error', 'access\n5\n[]\n"no such device"\n3\n'],
    ['no OpenFlow port', 'access\n5\n[]\n[]\n-1\n'],
    ['a line less', 'access\n5\n[]\n[]\n'],
    ['nothing', ''],
  ])('do not hold with %s', (_, text) => {
    expect(ask(PORT, { [TOGETHER]: text }).said).toBe('no')
  })

  it('are asked one by one where the call fails: each counts by itself then', () => {
    const alone = {
      'get Port p0 vlan_mode tag trunks': 'access\n5\n[]\n',
      'get Interface p0 error': '[]\n',
      'get Interface p0 ofport': '12\n',
    }
    const { said, calls } = ask(PORT, alone)
    expect(said).toBe('yes')
    expect(calls).toHaveLength(4)
    expect(ask(PORT, { ...alone, 'get Interface p0 ofport': '[]\n' }).said).toBe('no')
  })

  it('are those of ovs-vsctl with one answer, where there is more than one', () => {
    const calls = (...checks: Check[]) => renderChecks('c', checks).split('\n').at(-1)
    const either = vsctl('get Port p0 tag', is('5', '6'))
    const link: Check = { summary: '', read: { argv: ['ip', 'link', 'show', 'p0'] }, expect: { kind: 'succeeds' } }
    // It prints a line for each that it finds, or none: an answer that counts could swallow them.
    const found = vsctl('--bare --columns=name find Port name="p9"', is(''))
    expect(calls(found, ...PORT.slice(0, 1))).toBe('c() { c_1 && c_2; }')
    expect(calls()).toBe('c() { :; }')
    expect(calls(either, link)).toBe('c() { c_1 && c_2; }')
    expect(calls(either, ...PORT.slice(0, 1))).toBe('c() { c_1 && c_2; }')
    expect(calls(link, ...PORT.slice(0, 2))).toBe('c() { { c_all_1 || { c_2 && c_3; }; } && c_1; }')
  })

  it('ask for bridges and their ports in one call', () => {
    const checks = [
      vsctl('br-exists br0', { kind: 'succeeds' }),
      vsctl('port-to-br p0', is('br0')),
      vsctl('port-to-br p1', is('br0')),
    ]
    const together = '-- br-exists br0 -- port-to-br p0 -- port-to-br p1'
    expect(ask(checks, { [together]: 'br0\nbr0\n' })).toEqual({
      said: 'yes',
      calls: [`ovs-vsctl --timeout=8 ${together}`],
    })
    expect(ask(checks, { [together]: 'br0\nbr1\n' }).said).toBe('no')
  })

  it('ask for what must be gone in one call', () => {
    const find = (name: string) => `--bare --columns=name find Port name="${name}"`
    const checks = [vsctl(find('p8'), is('')), vsctl(find('p9'), is(''))]
    const together = `-- ${find('p8')} -- ${find('p9')}`
    expect(ask(checks, { [together]: '' }).said).toBe('yes')
    expect(ask(checks, { [together]: 'p9\n', [find('p8')]: '', [find('p9')]: 'p9\n' }).said).toBe('no')
  })

  it('ask once what answers several', () => {
    const shown = (expect: Check['expect']): Check => ({ ...vsctl('show', expect) })
    const checks = [shown({ kind: 'has', texts: ['<UP>'] }), shown({ kind: 'has-not', texts: [' master '] })]
    expect(ask(checks, { show: 'p0 <UP>' })).toEqual({ said: 'yes', calls: ['ovs-vsctl --timeout=8 show'] })
    // What it says decides: nobody is asked again.
    expect(ask(checks, { show: 'p0 <UP> master br0' })).toEqual({ said: 'no', calls: ['ovs-vsctl --timeout=8 show'] })
    expect(ask(checks, { show: 'p0 <DOWN>' }).said).toBe('no')
    expect(ask(checks, {}).said).toBe('no')
  })
})

describe('verify.sh with checks that are asked together', () => {
  const paths = { root: '/nowhere/lib', run: '/nowhere/run' }
  const transaction = { id: '01K00000000000000000000001', steps: [], checks: PORT, backChecks: [] }
  const verify = (answers: Record<string, string>) => {
    const script = renderVerify(paths, transaction, 1).replace(DEADLINE_FUNCTION, stubOf(answers))
    const { status, stdout } = spawnSync('sh', ['-c', script], { encoding: 'utf8' })
    return { status, lines: stdout.trim().split('\n') }
  }

  it('says of each that it holds', () => {
    expect(verify({ [TOGETHER]: 'access\n5\n[]\n[]\n3\n' })).toEqual({
      status: 0,
      lines: ['holds 1', 'holds 2', 'holds 3'],
    })
  })

  it('says which does not', () => {
    const answers = { [TOGETHER]: 'access\n5\n[]\n[]\n-1\n', 'get Interface p0 error': '[]\n' }
    const { status, lines } = verify({ ...answers, 'get Interface p0 ofport': '-1\n' })
    expect(status).toBe(1)
    expect(lines[0]).toMatch(/^fails 1 /)
    expect(lines.slice(1)).toEqual(['holds 2', 'fails 3 get Interface p0 ofport: -1'])
  })
})
