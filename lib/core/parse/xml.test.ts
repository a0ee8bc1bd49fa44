import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute, childElements, firstChild, parseXml, rawXml } from './xml'
import { scanXml } from './xml-scan'

const nested = (levels: number): string => '<a>'.repeat(levels) + '</a>'.repeat(levels)

describe('parseXml', () => {
  it('gives the root element with attributes and children', () => {
    const root = parseXml(`<?xml version="1.0"?><!-- c --><network a='1 > 0'><ip b="it's"/><ip/></network>`)
    if (!root.ok) throw new Error(root.message)
    expect(attribute(root.value, 'a')).toBe('1 > 0')
    expect(childElements(root.value, 'ip')).toHaveLength(2)
    expect(attribute(firstChild(root.value, 'ip'), 'b')).toBe("it's")
    expect(rawXml(childElements(root.value)[1] ?? root.value)).toBe('<ip/>')
  })

  it.each([
    ['nothing', ''],
    ['no element', 'error: failed to get domain'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an entity declaration', '<!ENTITY x "y"><a/>'],
    ['a billion laughs', '<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'],
    ['a lower-case doctype', '<!doctype a><a/>'],
    ['a declaration inside', '<a><!ENTITY x "y"></a>'],
    ['an undeclared entity', '<a>&laugh;</a>'],
    ['65 levels', nested(65)],
    ['a truncated tag', '<a><b attr="x'],
    ['a truncated document', '<a><b></b>'],
    ['crossed tags', '<a><b></a></b>'],
    ['two documents', '<a/><a/>'],
    ['an unended comment', '<a><!-- </a>'],
    ['an attribute without value', '<a b></a>'],
    ['an attribute given twice', '<a b="1" b="2"/>'],
    ['three million characters', `<a>${'x'.repeat(3_000_000)}</a>`],
  ])('refuses %s', (_, text) => {
    const result = parseXml(text)
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.message.length + result.at.length).toBeGreaterThan(5)
  })

  it('takes 64 levels, and CDATA and comments that look like tags', () => {
    expect(parseXml(nested(64)).ok).toBe(true)
    expect(parseXml('<a><![CDATA[</a><!DOCTYPE]]><!-- </a> --></a>').ok).toBe(true)
  })

  it('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '/>',
      'a',
      '"',
      "'",
      '=',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '&',
      ';',
      '<?',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        expect(typeof parseXml(pieces.join('')).ok).toBe('boolean')
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('scanXml', () => {
  it('leaves out what is skipped and keeps the rest to the letter', () => {
    const text = `<d a='1'><n>x</n><cpu><f/><f/></cpu><devices><disk/><interface><mac/></interface></devices><cpu/></d>`
    const kept = scanXml(text, (path) =>
      path === 'devices' ? 'walk' : /^(n|devices\/interface)$/.test(path) ? 'whole' : 'skip',
    )
    expect(kept).toEqual({ ok: true, value: `<d a='1'><n>x</n><devices><interface><mac/></interface></devices></d>` })
  })

  it('checks nesting also in what it skips', () => {
    expect(scanXml('<d><cpu><f></cpu></f></d>', () => 'skip').ok).toBe(false)
  })
})
