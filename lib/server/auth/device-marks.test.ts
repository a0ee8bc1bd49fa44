import { describe, expect, it } from 'vitest'
import { DeviceMarks } from './device-marks'

const NOW = new Date('2030-01-01T00:00:00Z')
const marks = new DeviceMarks(Buffer.alloc(32, 1))
const mark = marks.make('user0001', NOW)

describe('DeviceMarks', () => {
  it('knows a device by its mark, each by its own', () => {
    expect(marks.read(mark, 'user0001', NOW)).toMatch(/^[0-9a-z]{20}$/)
    expect(marks.read(marks.make('user0001', NOW), 'user0001', NOW)).not.toBe(marks.read(mark, 'user0001', NOW))
  })

  it('knows it for this user alone, and for half a year', () => {
    expect(marks.read(mark, 'user0002', NOW)).toBeNull()
    expect(marks.read(mark, 'user0001', new Date(NOW.getTime() + 180 * 86_400_000))).toBeNull()
  })

  it('is not taken in by what somebody made up', () => {
    const [deviceId, userId, , mac] = mark.split('.')
    const other = new DeviceMarks(Buffer.alloc(32, 2)).make('user0001', NOW)
    const forged = [null, '', '...', 'x', other, `${mark}x`, [deviceId, userId, 'zzzzzzzzz', mac].join('.')]
    for (const each of forged) expect(marks.read(each, 'user0001', NOW), String(each)).toBeNull()
    for (let at = 0; at < mark.length; at++) {
      const changed = `${mark.slice(0, at)}${mark[at] === 'a' ? 'b' : 'a'}${mark.slice(at + 1)}`
      expect(marks.read(changed, 'user0001', NOW), `position ${at}`).toBeNull()
    }
  })
})
