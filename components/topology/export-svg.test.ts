import { DOMParser } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { escapeXml, sceneToSvg } from './export-svg'
import { sceneNode, sceneOf, smallScene } from './testing/scene'

describe('sceneToSvg', () => {
  it('is well formed and names every node', () => {
    const svg = sceneToSvg(smallScene(), 'kvm1')
    const document = new DOMParser({ onError: (level, message) => expect.fail(`${level} ${message}`) }).parseFromString(
      svg,
      'image/svg+xml',
    )
    expect(document.documentElement?.tagName).toBe('svg')
    for (const name of ['eth0', 'br0', 'port:vnet0', 'web1', 'net0']) expect(svg).toContain(`>${name}</text>`)
  })

  it('keeps hostile names as text', () => {
    const hostile = sceneNode('x', { x: 0, y: 0, width: 90, height: 40 }, { name: '<script>"&\u0000' })
    const svg = sceneToSvg(sceneOf([hostile]), '<b>')
    expect(svg).not.toContain('<script>')
    expect(svg).not.toContain('<b>')
    expect(svg).not.toContain('\u0000')
  })
})

describe('escapeXml', () => {
  it('escapes markup and quotes', () => {
    expect(escapeXml(`<a b="c" d='e'>&`)).toBe('&lt;a b=&quot;c&quot; d=&apos;e&apos;&gt;&amp;')
  })
})
