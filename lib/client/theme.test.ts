import { describe, expect, it } from 'vitest'
import { themeCookie, themeFromCookies, toTheme } from './theme'

describe('theme cookie', () => {
  it('comes back as it was kept', () => {
    expect(themeFromCookies(`a=b; ${themeCookie('light').split(';')[0]}; c=d`)).toBe('light')
  })

  it('is removed by the system theme', () => {
    expect(themeCookie('system')).toContain('max-age=0')
  })

  it('takes anything else for the system theme', () => {
    expect([toTheme(undefined), toTheme('purple'), themeFromCookies('')]).toEqual(['system', 'system', 'system'])
  })
})
