import { expect, it } from 'vitest'
import { rawScopeOf } from '../raw/raw-scope'
import { linksOfChange } from './change-links'
import { newRoute } from '../model/new-ip'
import type { ObjectChange } from './object-ref'

it('finds all links of a multipath route, before and after', () => {
  const hop = (link: string) => ({ gateway: '10.0.0.1', link, weight: 1, isOnlink: false })
  const route = newRoute({ family: 'inet', destination: 'default', gateway: null, link: null })
  const change: ObjectChange = {
    ...{ kind: 'route', owner: null, name: 'default' },
    before: { ...route, hops: [hop('eth1'), hop('eth2')] },
    after: { ...route, link: 'eth3' },
  }
  expect(linksOfChange(change)).toEqual(['eth1', 'eth2', 'eth3'])
  expect(rawScopeOf({ changes: [change], consequences: [] }).links).toEqual(['eth1', 'eth2', 'eth3'])
})
