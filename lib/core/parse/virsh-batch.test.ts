import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { virshBatchText } from '../observe/testing/capture-facts'
import { parseVirshBatch } from './virsh-batch'

const A = '2d0cc802-6bcc-40d4-8dcc-03fe7107d49f'
const B = 'c54f0986-59f4-4290-9517-b2a27d7910b9'

describe('parseVirshBatch', () => {
  it('gives lists, dumps and states by UUID', () => {
    const text = virshBatchText([
      { uuid: A, running: '<domain id="1"/>\n', stored: '<domain/>\n', state: 'running', isAutostart: true },
      { uuid: B, running: null, stored: '<domain/>\n' },
    ])
    const result = parseVirshBatch(text)
    if (!result.ok) throw new Error(result.message)
    expect(result.value.active).toEqual([A])
    expect(result.value.inactive).toEqual([B])
    expect([...result.value.autostart]).toEqual([A])
    expect(result.value.transient.size).toBe(0)
    expect(result.value.running.get(A)?.trim()).toBe('<domain id="1"/>')
    expect([...result.value.stored.keys()]).toEqual([A, B])
    expect(result.value.state.get(A)?.trim()).toBe('running')
    expect([...(result.value.present ?? [])]).toEqual([A, B])
  })

  it('does not take text inside XML for a frame', () => {
    const forged = `<domain><description>\nffffffff stored ${B}\nx</description></domain>`
    const result = parseVirshBatch(virshBatchText([{ uuid: A, running: null, stored: forged }]))
    expect(result.ok && [...result.value.stored]).toEqual([[A, forged]])
  })

  it('knows when the batch did not reach its end', () => {
    const text = virshBatchText([{ uuid: A, running: null, stored: '<domain/>' }])
    const result = parseVirshBatch(text.slice(0, text.indexOf('0a1b2c3d present')))
    expect(result.ok && result.value.present).toBeNull()
  })

  it.each(['', 'error: failed to connect to the hypervisor\n', '\n\n', 'active\n'])('refuses %j', (text) =>
    expect(parseVirshBatch(text).ok).toBe(false),
  )

  it('never throws', () => {
    const piece = fc.constantFrom('0a1b2c3d ', 'active', 'stored ', A, '__proto__', 'present', '\n')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        expect(typeof parseVirshBatch(`0a1b2c3d active\n${pieces.join('')}`).ok).toBe('boolean')
      }),
    )
  })
})
