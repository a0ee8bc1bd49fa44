import { describe, expect, it } from 'vitest'
import { DeviceMarks } from './device-marks'

const NOW = new Date('2030-01-01T00:00:00Z')
const ADA = { id: 'user0001', passwordHash: '$argon2id$one' }
const marks = new DeviceMarks(Buffer.alloc(32, 1))
const mark = marks.make(ADA, null, NOW)

describe('DeviceMarks', () => {
  it('knows a device by its mark, each by its own', () => {
    const deviceId = marks.read(mark, ADA, NOW)
    expect(deviceId).toMatch(/^[0-9a-z]{20}$/)
    expect(marks.read(marks.make(ADA, null, NOW), ADA, NOW)).not.toBe(deviceId)
    const later = new Date(NOW.getTime() + 100 * 86_400_000)
    const renewed = marks.make(ADA, deviceId, later)
    expect(marks.read(renewed, ADA, new Date(later.getTime() + 100 * 86_400_000))).toBe(deviceId)
  })

  it('knows it for this user alone, with the password of then, and for half a year', () => {
    expect(marks.read(mark, { ...ADA, id: 'user0002' }, NOW)).toBeNull()
    expect(marks.read(mark, { ...ADA, passwordHash: '$argon2id$two' }, NOW)).toBeNull()
    expect(marks.read(mark, ADA, new Date(NOW.getTime() + 180 * 86_400_000))).toBeNull()
  })

  it('is not taken in by what somebody made up', () => {
    const [deviceId, userId, , mac] = mark.split('.')
    const other = new DeviceMarks(Buffer.alloc(32, 2)).make(ADA, null, NOW)
    const forged = [null, '', '...', 'x', other, `${mark}x`, [deviceId, userId, 'zzzzzzzzz', mac].join('.')]
    for (const each of forged) expect(marks.read(each, ADA, NOW), String(each)).toBeNull()
    for (let at = 0; at < mark.length; at++) {
      const changed = `${mark.slice(0, at)}${mark[at] === 'a' ? 'b' : 'a'}${mark.slice(at + 1)}`
      expect(marks.read(changed, ADA, NOW), `position ${at}`).toBeNull()
    }
  })
})
