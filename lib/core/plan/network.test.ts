import { describe, expect, it } from 'vitest'
import type { LibvirtNetwork } from '../model/libvirt'
import * as make from '../topology/fixtures'
import type { IntentInput } from './intent'
import { parseIntents } from './intent'
import { planChange } from './plan-change'
import type { Plan } from './step'

const XML = `<network><name>lab</name><forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>
<bridge name='labbr' stp='on' delay='0'/><mac address='52:54:00:00:00:99'/><domain name='lab.test'/>
<ip address='192.0.2.1' prefix='25'><dhcp><range start='192.0.2.10' end='192.0.2.20'/></dhcp></ip></network>`

const lab: Partial<LibvirtNetwork> = {
  forwardMode: 'nat',
  bridge: 'labbr',
  isActive: true,
  addresses: [{ cidr: '192.0.2.1/25', hasDhcp: true }],
}

function planned(edit: Omit<Extract<IntentInput, { kind: 'network.set' }>, 'kind' | 'name'>): Plan {
  const state = make.hostState({ links: [make.linuxBridge('br0')], networks: [make.network('lab', lab)] })
  const parsed = parseIntents([{ kind: 'network.set', name: 'lab', ...edit }])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const result = planChange(state, parsed.intents, {
    xml: { networks: { lab: { running: XML, stored: XML } }, guests: {} },
  })
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.plan
}
const storedAfter = ({ definitions }: Plan): string =>
  definitions.find(({ owner, scope }) => owner === 'lab' && scope === 'stored')?.after ?? ''

describe('a network that is defined anew', () => {
  it('keeps its address with its DHCP, and its bridge, where only the forward mode changes', () => {
    const plan = planned({ forward: 'route', address: '192.0.2.1/25' })
    expect(storedAfter(plan)).toMatch(/<forward mode="route"\/>/)
    expect(storedAfter(plan)).toMatch(/labbr.*52:54:00:00:00:99.*lab\.test.*192\.0\.2\.10/s)
    expect(plan.warnings).toEqual([])
  })

  it('gets another address, and says that the DHCP of the old one goes', () => {
    const plan = planned({ forward: 'nat', address: '198.51.100.1/24' })
    expect(storedAfter(plan)).toMatch(/labbr.*<ip address="198\.51\.100\.1" prefix="24"\/>/s)
    expect(storedAfter(plan)).not.toContain('dhcp')
    expect(plan.warnings).toEqual([expect.stringContaining('loses its DHCP')])
  })

  it('has no address any more where null is said', () => {
    expect(storedAfter(planned({ forward: 'none', address: null }))).not.toContain('<ip')
    expect(storedAfter(planned({ forward: 'none' }))).toContain('<ip')
  })

  it('loses what libvirt takes only in networks with a bridge of their own', () => {
    const stored = storedAfter(planned({ forward: 'bridge', bridge: 'br0' }))
    expect(stored).toMatch(/<bridge name="br0"\/>/)
    for (const element of ['<mac', '<ip', '<domain', 'labbr']) expect(stored).not.toContain(element)
  })
})
