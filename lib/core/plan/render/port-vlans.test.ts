import { describe, expect, it } from 'vitest'
import * as make from '../../topology/testing/fixtures'
import { newBridgeDetail } from '../../objects/new-objects'
import { vlanTables } from './port-vlans'

const bridge = (isVlanFiltering: boolean, vlans: ReturnType<typeof newBridgeDetail>['vlans']) => ({
  ...make.linuxBridge('br0'),
  bridge: { ...newBridgeDetail(isVlanFiltering, false), vlans },
})
const table = newBridgeDetail(false, false).vlans
const stepsFor = (isVlanFiltering: boolean) => {
  const [before, after] = [bridge(isVlanFiltering, table), bridge(isVlanFiltering, [])]
  const sides = {
    stateBefore: make.hostState({ links: [before] }),
    before: new Map([['br0', before]]),
    after: new Map([['br0', after]]),
  }
  return vlanTables({ kind: 'link', owner: null, name: 'br0', before, after }, sides, 'links-build')
}

describe('a table that is not in a record', () => {
  it('is left alone where nothing filters: earlier versions recorded none', () => {
    expect(stepsFor(false)).toEqual([])
  })

  it('is empty where the bridge filters', () => {
    expect(stepsFor(true)).toHaveLength(1)
  })
})
