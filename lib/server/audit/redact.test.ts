import { describe, expect, it } from 'vitest'
import { redact } from './redact'

describe('redact', () => {
  it('hides what stands under a secret name, at any depth', () => {
    const detail = {
      auth: { kind: 'password', password: 'hunter2' },
      list: [{ privateKey: 'hunter2' }],
      token: 'hunter2',
    }
    expect(JSON.stringify(redact(detail))).not.toContain('hunter2')
    expect(redact(detail)).toMatchObject({ auth: { kind: 'password' } })
  })

  it('drops control characters and cuts long texts', () => {
    expect(redact('a\u001b[31mb\nc')).toBe('a [31mb c')
    expect(String(redact('x'.repeat(5_000)))).toHaveLength(2_001)
  })
})
