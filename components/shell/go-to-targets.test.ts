import { describe, expect, it } from 'vitest'
import { findTargets, screenTargets } from './go-to-targets'
import type { Target } from './go-to-targets'

const target = (label: string, detail: string): Target => ({ href: `/${label}`, label, detail, icon: 'guest' })
const targets = [
  target('old-web', 'guest · kvm1'),
  target('web1', 'guest · kvm2'),
  target('br0', 'Linux bridge · kvm1'),
]

describe('findTargets', () => {
  it('puts what begins with the query first', () => {
    expect(findTargets(targets, 'web').map(({ label }) => label)).toEqual(['web1', 'old-web'])
  })

  it('narrows by every word, the host included', () => {
    expect(findTargets(targets, 'kvm1 bridge').map(({ label }) => label)).toEqual(['br0'])
  })

  it('shows all for nothing typed', () => {
    expect(findTargets(targets, '  ')).toHaveLength(3)
  })
})

describe('screenTargets', () => {
  it('offers only screens of the console where no host is open', () => {
    expect(screenTargets(undefined).map(({ href }) => href)).toEqual([
      '/hosts',
      '/changes',
      '/audit',
      '/hosts/add',
      '/settings',
    ])
  })
})
