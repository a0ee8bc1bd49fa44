import { describe, expect, it } from 'vitest'
import { hostState, link, linuxBridge, nic } from '../../topology/testing/fixtures'
import type { Link } from '../../model/link'
import type { ObjectChange } from '../../objects/object-ref'
import { linkLosses } from '../effects/link-losses'
import { renderLinks } from './links'

const BRIDGE = linuxBridge('br0', {
  ...{ options: ['txqueuelen', '50'], kindOptions: ['ageing_time', '0'], alias: 'lab', altNames: ['the-bridge'] },
  unknownKeys: ['of_tomorrow'],
})
const PORT = nic('eth1', { master: 'br0', portOptions: ['guard', 'on'] })
const FREE = nic('eth1')

const change = (before: Link | null, after: Link | null): ObjectChange => ({
  ...{ kind: 'link', owner: null, name: (before ?? after)?.name ?? '' },
  ...{ before, after },
})
const REMOVAL = [change(BRIDGE, null), change(PORT, FREE)]
const MAKING = [change(null, BRIDGE), change(FREE, PORT)]

const render = (before: Link[], after: Link[], changes: ObjectChange[]) =>
  renderLinks(hostState({ links: before }), hostState({ links: after }), changes)
const lines = (commands: readonly { argv: readonly string[] }[]): string[] => commands.map(({ argv }) => argv.join(' '))

const WORDS = [
  'ip link add name br0 type bridge ageing_time 0',
  'ip link set dev br0 txqueuelen 50',
  'ip link set dev br0 alias lab',
  'ip link property add dev br0 altname the-bridge',
]
const PORT_WORDS = ['ip link set dev eth1 master br0', 'ip link set dev eth1 type bridge_slave guard on']

describe('what was set on a link besides', () => {
  it('comes back with it when its removal is taken back', () => {
    const undo = render([BRIDGE, PORT], [FREE], REMOVAL).flatMap((step) => lines(step.undo ?? []))
    expect(undo).toEqual(expect.arrayContaining([...WORDS, ...PORT_WORDS]))
  })

  it('comes back when the removal was kept and is undone later', () => {
    const run = lines(render([FREE], [BRIDGE, PORT], MAKING).map((step) => step.run))
    expect(run).toEqual(expect.arrayContaining([...WORDS, ...PORT_WORDS]))
  })

  it("is a bridge's MTU where it does not follow from its ports: set, for the one it is born with does not count", () => {
    const undo = (mtuBytes: number): string[] => {
      const bridge = { ...BRIDGE, mtuBytes }
      const steps = render([bridge, PORT], [FREE], [change(bridge, null), change(PORT, FREE)])
      return steps.flatMap((step) => lines(step.undo ?? [])).filter((line) => line.includes('mtu'))
    }
    expect(undo(2000)).toEqual(['ip link set dev br0 mtu 2000'])
    expect(undo(1500)).toEqual([])
  })

  it('is named before where there are no words for it', () => {
    expect(linkLosses(REMOVAL)).toEqual(['br0 has of_tomorrow: taken back, it comes without'])
    expect(linkLosses([change(BRIDGE, link('br0', 'bridge', { ...BRIDGE, isUp: false }))])).toEqual([])
  })
})
