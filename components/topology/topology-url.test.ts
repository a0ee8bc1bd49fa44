import { describe, expect, it } from 'vitest'
import { formatTopologyUrl, parseTopologyUrl } from './topology-url'

describe('topology url', () => {
  it('reads defaults from an empty address', () => {
    expect(parseTopologyUrl(new URLSearchParams())).toEqual({
      view: 'graph',
      rows: 'guest-nics',
      query: '',
      selectedId: null,
      openFolds: [],
      foldOver: 10,
      hasRates: false,
      sort: '',
    })
  })

  it('comes back as it was written, odd names included', () => {
    const change = {
      view: 'table' as const,
      rows: 'objects' as const,
      query: 'vlan:125 down',
      selectedId: 'guest-nic:a&b/net0',
      openFolds: ['fold:a,b', 'fold:ü'],
      foldOver: 20,
      hasRates: true,
      sort: '-name',
    }
    const text = formatTopologyUrl(new URLSearchParams('lens=wiring'), change)
    expect(parseTopologyUrl(new URLSearchParams(text))).toEqual(change)
    expect(new URLSearchParams(text).get('lens')).toBe('wiring')
  })

  it('leaves defaults out', () => {
    const params = new URLSearchParams('q=x&sel=y&fold=20&view=table&open=a')
    expect(formatTopologyUrl(params, { view: 'graph', query: '', selectedId: null, openFolds: [], foldOver: 10 })).toBe(
      '',
    )
  })

  it('takes nonsense for the default', () => {
    expect(parseTopologyUrl(new URLSearchParams('fold=-3&view=x')).foldOver).toBe(10)
    expect(parseTopologyUrl(new URLSearchParams('fold=1e9')).foldOver).toBe(10)
  })
})
