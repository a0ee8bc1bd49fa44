import { describe, expect, it } from 'vitest'
import { asConfigured, configOf, isSameNic, retarget, textOf } from './guest-nic-xml'
import { openXml, serialise } from './xml-edit'

const PORT = `<virtualport type="openvswitch"><parameters interfaceid="b18c340a-f282-4c20-9f70-49d79e5fecc4"/></virtualport>`

function retargeted(xml: string, bridge: string, isOvs: boolean): string {
  const element = openXml(xml, 'interface')
  if (element === null) throw new Error('not XML')
  retarget(element, { bridge, isOvs, vlan: { mode: 'access', tag: 6 } })
  return serialise(element)
}

describe('a NIC that goes to another place', () => {
  const onOvs = `<interface type="bridge"><source bridge="br-ovs"/>${PORT}<target dev="vnet0"/></interface>`
  const onNetwork = `<interface type="bridge"><source network="lan" bridge="br-ovs"/>${PORT}</interface>`

  it('keeps the id of its port on Open vSwitch: libvirt 9 refuses another one live', () => {
    expect(retargeted(onOvs, 'br-ovs', true)).toContain(PORT)
  })

  it('has none on a Linux bridge, and not that which its network gave it', () => {
    expect(retargeted(onOvs, 'br0', false)).not.toContain('virtualport')
    expect(retargeted(onNetwork, 'br-ovs', true)).toContain('<virtualport type="openvswitch"/>')
  })
})

it('compares a NIC of a kind that is only shown by where it is plugged', () => {
  const config = (inner: string) =>
    configOf(openXml(`<interface type='mcast'><mac address='52:54:00:00:00:01'/>${inner}</interface>`, 'interface'))
  const source = "<source address='230.0.0.1' port='5558'/>"
  expect(isSameNic(config(source), config(`${source}<address type='pci'/>`))).toBe(true)
  expect(isSameNic(config(source), config(`${source}<link state='down'/>`))).toBe(false)
  expect(isSameNic(config(source), config("<source address='230.0.0.1' port='5559'/>"))).toBe(false)
})

it("takes the device that libvirt has named out of a NIC that is plugged again, and leaves the administrator's", () => {
  const configured = (dev: string): string => {
    const element = openXml(
      `<interface type='bridge'><source bridge='br0'/><target dev='${dev}'/></interface>`,
      'interface',
    )
    return element === null ? '' : textOf(asConfigured(element))
  }
  expect(configured('vnet12')).not.toContain('target')
  expect(configured('macvtap0')).not.toContain('target')
  expect(configured('web-lan')).toContain('<target dev="web-lan"/>')
  expect(configured('vnet-web')).toContain('<target dev="vnet-web"/>')
})
