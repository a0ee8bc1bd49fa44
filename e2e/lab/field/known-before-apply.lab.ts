import { expect, test } from '@playwright/test'
import type { IntentInput } from '@/lib/core/intents/intent'
import { readState } from '../../support/api'
import { fieldSite } from './field-site'

const site = fieldSite('labk', '198.36')

const SWITCH = `ovs-vsctl add-br ovsbr1 -- add-port ovsbr1 eth1 -- set port eth1 vlan_mode=native-untagged tag=1 trunks=125,126
virsh net-define /dev/stdin <<'X'
<network><name>ovs-net</name><forward mode='bridge'/><bridge name='ovsbr1'/><virtualport type='openvswitch'/>
<portgroup name='Vlan125'><vlan><tag id='125'/></vlan></portgroup></network>
X
virsh net-start ovs-net`

const portgroup = (tag: number): IntentInput => ({
  ...{ kind: 'portgroup.set', network: 'ovs-net', name: `Vlan${tag}`, vlan: { mode: 'access', tag } },
})

test('a portgroup whose VLAN no uplink carries is an error, which its own edit cures', async () => {
  site.run(SWITCH)
  const { findings } = await site.plan([portgroup(300)])
  expect(findings.created.map(({ title, severity }) => [title, severity])).toEqual([
    ['No uplink of ovsbr1 carries VLAN 300', 'error'],
  ])
  const cured = await site.plan([portgroup(300), ...(findings.created[0]?.edits ?? [])])
  expect(cured.findings.created).toEqual([])
  const kept = await site.kept([portgroup(300), ...(findings.created[0]?.edits ?? [])])
  expect(site.run('ovs-vsctl get port eth1 trunks')).toBe('[125, 126, 300]\n')
  await site.undone(kept)
  expect(site.run('ovs-vsctl get port eth1 trunks')).toBe('[125, 126]\n')
})

test('the management NIC does not go into a bridge that forwards nothing', async () => {
  site.run('ovs-vsctl add-br brsec -- set-fail-mode brsec secure')
  expect(await site.refusal([{ kind: 'uplink.move', nic: 'mgmt0', bridge: 'brsec' }])).toMatch(
    /brsec: fail mode secure without a controller forwards nothing/,
  )
  site.run('ovs-vsctl del-br brsec')
})

test('what the kernel cannot do is refused before the host is touched', async () => {
  const asks: [string, IntentInput][] = [
    ['bond', { kind: 'bond.set', bondKind: 'linux', name: 'bond0', members: ['eth2', 'eth3'], mode: 'active-backup' }],
    ['vlan', { kind: 'vlanLink.set', parent: 'eth2', vlanId: 5 }],
    ['bridge', { kind: 'linuxBridge.set', name: 'br9', vlanFiltering: true }],
  ]
  const { abilities } = (await readState(site.server, site.hostId)).state.system
  // The kernel's own word: a link of the kind in a namespace that ends with the question.
  const can = (kind: string, rest = ''): boolean => {
    const script = `unshare --net sh -c 'ip link add d0 type dummy; ip link add x0 ${kind === 'vlan' ? 'link d0 ' : ''}type ${kind} ${rest}'`
    return site.host.attempt(['sh', '-c', script]).status === 0
  }
  expect(abilities).toEqual({
    bonding: can('bond') ? 'yes' : 'no',
    vlanLinks: can('vlan', 'id 5') ? 'yes' : 'no',
    vlanFiltering: can('bridge', 'vlan_filtering 1') ? 'yes' : 'no',
  })
  for (const [kind, intent] of asks) {
    const rest = kind === 'vlan' ? 'id 5' : kind === 'bridge' ? 'vlan_filtering 1' : ''
    if (can(kind, rest)) await site.plan([intent])
    else expect(await site.refusal([intent])).toMatch(/The kernel of this host .* has no /)
  }
})

test('a service that manages the link is named in the preview', async () => {
  // /usr/local is the host's own, /usr/bin is this machine's: there it is covered.
  site.run(`mkdir -p /run/systemd/netif
printf '#!/bin/sh\\necho "  3 eth2 ether routable configured"\\n' >/usr/local/bin/networkctl
chmod +x /usr/local/bin/networkctl
[ ! -e /usr/bin/networkctl ] || mount --bind /usr/local/bin/networkctl /usr/bin/networkctl`)
  const { plan } = await site.plan([{ kind: 'linuxBridge.set', name: 'br9', ports: ['eth2'] }])
  site.run('umount /usr/bin/networkctl || true; rm /usr/local/bin/networkctl; rmdir /run/systemd/netif')
  expect(plan.warnings.join('\n')).toMatch(
    /eth2 is managed by systemd-networkd \(configured\), which may take this back/,
  )
})
