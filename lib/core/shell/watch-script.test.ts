import { describe, expect, it } from 'vitest'
import type { RequestEvent } from './frame'
import { RequestDecoder } from './frame'
import { mayBeWatchScript, parseWatchScript, watchScript } from './watch-script'

const ARGVS = [
  ['ip', '-o', 'monitor', 'link', 'address', 'route'],
  ['sh', '-c', `echo "it's"\n`],
]

describe('watchScript', () => {
  it('is read back by the simulated host, byte by byte', () => {
    const decoder = new RequestDecoder()
    const events = [...new TextEncoder().encode(watchScript(ARGVS))].flatMap((byte) =>
      decoder.push(Uint8Array.of(byte)),
    )
    expect(events).toEqual<RequestEvent[]>([{ kind: 'watch', argvs: ARGVS }])
    expect(decoder.push(new TextEncoder().encode('s reboot\n'))).toEqual([])
  })

  it('is nothing else', () => {
    const script = watchScript(ARGVS)
    expect(parseWatchScript(script.slice(0, -1))).toBeNull()
    expect(parseWatchScript(script.replace('s ip', 'reboot'))).toBeNull()
    expect(mayBeWatchScript('LC_')).toBe(true)
    expect(mayBeWatchScript('unset')).toBe(false)
  })

  it('is given up when it does not end', () => {
    const decoder = new RequestDecoder()
    const endless = `${watchScript([]).slice(0, 120)}${'x'.repeat(70_000)}`
    expect(decoder.push(new TextEncoder().encode(endless))).toMatchObject([{ kind: 'fault' }])
  })
})
