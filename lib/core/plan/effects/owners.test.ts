import { describe, expect, it } from 'vitest'
import { commands, DEFAULT_NETWORK, management, network, nic } from '../../../simhost/hosts/build'
import { SimHost } from '../../../simhost/sim-host'
import type { IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import { indexHost } from '../../state/host-index'
import { ownerOfLink } from '../../state/ownership'
import type { Planned } from '../plan-change'
import { planChange } from '../plan-change'
import { definitionsOf, observeCommandHost } from '../testing/host'

const ADDRESS = '192.0.2.31'
const host = new SimHost({ name: 'kvm1' })
management(host.machine, ADDRESS)
for (const name of ['eth2', 'eth3', 'eth4']) nic(host.machine, name, {})
commands(
  host.machine,
  `ovs-vsctl add-br br-int
   ovs-vsctl add-br br-ex -- set Open_vSwitch . external_ids:ovn-bridge-mappings=physnet1:br-ex
   ovs-vsctl add-port br-ex eth2
   ovs-vsctl add-port br-int int1 -- set Interface int1 type=internal
   ovs-vsctl add-br br-own
   ip link add docker0 type bridge
   ip link add vmbr0 type bridge
   ip link set eth3 master docker0`,
)
network(host.machine, 'default', DEFAULT_NETWORK)
const state = observeCommandHost(host, ADDRESS)
const xml = definitionsOf(host, state)

const plan = (edit: IntentInput): Planned => {
  const parsed = parseIntents([edit])
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  return planChange(state, parsed.intents, { xml })
}
const said = (edit: IntentInput): string[] => {
  const planned = plan(edit)
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  return planned.plan.warnings.filter((text) => text.includes('looked after by'))
}

/** An edit of what others look after, and what is said of it. */
const FOREIGN: [IntentInput, RegExp][] = [
  [{ kind: 'linuxBridge.set', name: 'docker0', stp: true }, /^docker0 is looked after by Docker/],
  [{ kind: 'linuxBridge.remove', name: 'docker0' }, /^docker0 is looked after by Docker.*"docker network"/],
  [{ kind: 'port.remove', bridge: 'docker0', name: 'eth3' }, /^docker0 is looked after by Docker/],
  [{ kind: 'port.set', bridge: 'docker0', name: 'eth4', type: 'system' }, /^docker0 is looked after by Docker/],
  [{ kind: 'uplink.move', nic: 'eth4', bridge: 'docker0' }, /^docker0 is looked after by Docker/],
  [{ kind: 'address.set', link: 'docker0', addresses: ['203.0.113.1/24'] }, /^docker0 is looked after by Docker/],
  [{ kind: 'vlanLink.set', parent: 'eth4', vlanId: 9 }, /^$/],
  [{ kind: 'ovsBridge.remove', name: 'br-ex' }, /^br-ex is looked after by OVN, .*ovn-bridge-mappings/],
  [{ kind: 'port.remove', bridge: 'br-ex', name: 'eth2' }, /^eth2 of br-ex is looked after by OVN/],
  [{ kind: 'port.set', bridge: 'br-ex', name: 'eth4', type: 'system' }, /^br-ex is looked after by OVN/],
  [{ kind: 'portVlan.set', bridge: 'br-int', port: 'int1', mode: 'access', tag: 7 }, /^int1 of br-int is looked after/],
  [{ kind: 'mirror.set', bridge: 'br-int', name: 'm1', selectAll: true, outputPort: 'int1' }, /br-int.* looked after/],
  [{ kind: 'linuxBridge.set', name: 'virbr0', stp: false }, /^virbr0 is looked after by libvirt.*network default/],
  [{ kind: 'linuxBridge.remove', name: 'vmbr0' }, /^$/],
  [{ kind: 'ovsBridge.remove', name: 'br-own' }, /^$/],
]

describe('what other software looks after', () => {
  it.each(FOREIGN)('is said where it is edited or removed: %j', (edit, words) => {
    expect(said(edit)[0] ?? '').toMatch(words)
  })

  it('is known by the names that the software always gives', () => {
    const owner = (name: string): string | undefined => ownerOfLink(indexHost(state), name)?.software
    const names =
      'br-0123456789ab cni-podman0 flannel.1 cali0123456789a cilium_host lxdbr0 incusbr0 fwbr100i0 fwln100i0 fwpr100p0 tap100i0 veth100i0 qbr1a2b vboxnet0 vmnet8 tailscale0 ztabcdef12'
    expect(names.split(' ').map(owner)).toEqual([
      ...['Docker', 'Podman', 'Kubernetes', 'Kubernetes', 'Kubernetes', 'LXD', 'Incus'],
      ...['Proxmox VE', 'Proxmox VE', 'Proxmox VE', 'Proxmox VE', 'Proxmox VE', 'OpenStack'],
      ...['VirtualBox', 'VMware', 'Tailscale', 'ZeroTier'],
    ])
    expect(['br0', 'vmbr0', 'eth0', 'br-lan', 'tap0', 'vnet3', 'wg0', 'bond0'].map(owner)).toEqual(
      Array(8).fill(undefined),
    )
  })
})
