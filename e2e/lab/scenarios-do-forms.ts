import type { IntentInput } from '@/lib/core/intents/intent'
import { inShell, isGone, shows } from './story'
import type { Story } from './story'

/** What no scenario asks for and the forms make all the same: the rest of their choices, and taking each kind of object away. */

const MAC = '52:54:00:00:0c:02'
/** The port that a NIC of the guest has just now; `end`: how its MAC ends. */
const portOf = (end: string): string => `"$(virsh domiflist alive | awk '$5 ~ /${end}$/ { print $1 }')"`
const RUNNING_GUEST: Story = {
  title: 'a running guest: a NIC is plugged, its cable pulled, moved, and unplugged, live and stored',
  seed: 'answering-guest',
  chapters: [
    {
      title: 'a NIC on VLAN 5 is plugged',
      intents: [
        {
          kind: 'guestNic.attach',
          guest: 'alive',
          mac: MAC,
          target: { bridge: 'br-live', vlan: { mode: 'access', tag: 5 } },
        },
      ],
      shows: [
        shows('virsh domiflist alive', 'br-live', MAC),
        shows('virsh dumpxml --inactive alive', MAC, "<tag id='5'/>"),
        inShell(`ovs-vsctl get port ${portOf('0c:02')} tag`, '5'),
      ],
    },
    {
      title: 'its cable is pulled; the other NIC moves to VLAN 6',
      intents: [
        { kind: 'guestNic.setLink', guest: 'alive', nic: 'net1', state: 'down' },
        {
          kind: 'guestNic.move',
          guest: 'alive',
          nic: 'net0',
          target: { bridge: 'br-live', vlan: { mode: 'access', tag: 6 } },
          how: 'live',
        },
      ],
      shows: [
        shows(`virsh domif-getlink alive ${MAC}`, 'down'),
        shows('virsh dumpxml --inactive alive', "<link state='down'/>", "<tag id='6'/>"),
        inShell(`ovs-vsctl get port ${portOf('0c:01')} tag`, '6'),
      ],
    },
    {
      title: 'the cable is plugged in again, in what runs; the other NIC goes to a portgroup, replugged',
      intents: [
        { kind: 'guestNic.setLink', guest: 'alive', nic: 'net1', state: 'up', scope: 'running' },
        { kind: 'guestNic.move', guest: 'alive', nic: 'net0', target: { network: 'live-net', portgroup: 'Vlan7' } },
      ],
      shows: [
        shows(`virsh domif-getlink alive ${MAC}`, 'up'),
        shows('virsh dumpxml alive', "network='live-net' portgroup='Vlan7'"),
        shows('virsh dumpxml --inactive alive', "network='live-net' portgroup='Vlan7'", "<link state='down'/>"),
      ],
    },
    {
      // Replugged, a NIC has another alias: libvirt counts on from the last one.
      title: 'one NIC is unplugged, the other goes onto a link',
      intents: [
        { kind: 'guestNic.detach', guest: 'alive', nic: 'net1' },
        { kind: 'guestNic.move', guest: 'alive', nic: 'net2', target: { dev: 'eth4', mode: 'private' }, scope: 'both' },
      ],
      shows: [
        isGone('virsh domiflist alive', MAC),
        isGone('virsh domiflist --inactive alive', MAC),
        shows('virsh dumpxml alive', "<source dev='eth4' mode='private'/>"),
        shows('virsh dumpxml --inactive alive', "<source dev='eth4' mode='private'/>"),
      ],
    },
  ],
}

const REMOVALS: Story = {
  title: 'each kind of object is taken away in its form, and put back as it was',
  seed: 'to-remove',
  remade: ['host7'],
  chapters: [
    {
      title: 'a portgroup, a mirror and its port, a tunnel, an OVS bond, a macvtap, a macvlan',
      intents: [
        { kind: 'portgroup.remove', network: 'keep-net', name: 'middle' },
        { kind: 'mirror.remove', bridge: 'br-keep', name: 'span7' },
        { kind: 'port.remove', bridge: 'br-keep', name: 'host7' },
        { kind: 'port.remove', bridge: 'br-keep', name: 'gre7' },
        { kind: 'bond.remove', name: 'bond7' },
        { kind: 'macvtap.remove', name: 'macvtap7' },
        { kind: 'macvlan.remove', name: 'host4' },
      ],
      shows: [
        isGone('virsh net-dumpxml keep-net', 'middle'),
        isGone('virsh net-dumpxml --inactive keep-net', 'middle'),
        isGone('ovs-vsctl list mirror', 'span7'),
        ...['host7', 'gre7', 'bond7'].map((name) => isGone('ovs-vsctl list-ports br-keep', name)),
        ...['macvtap7', 'host4', 'host7'].map((name) => isGone('ip -br link', name)),
      ],
    },
    {
      title: 'a network, a fake bridge, the OVS bridge below it, a Linux bridge',
      intents: [
        { kind: 'network.remove', name: 'gone-net' },
        { kind: 'ovsBridge.remove', name: 'gone-v30' },
        { kind: 'ovsBridge.remove', name: 'br-gone' },
        { kind: 'linuxBridge.remove', name: 'br-lan' },
      ],
      shows: [
        isGone('virsh net-list --all --name', 'gone-net'),
        ...['br-gone', 'gone-v30'].map((name) => isGone('ovs-vsctl list-br', name)),
        isGone('ip -br link', 'br-lan'),
      ],
    },
  ],
}

const BOND: IntentInput = {
  kind: 'bond.set',
  bondKind: 'ovs',
  bridge: 'br-set',
  name: 'bond5',
  members: ['eth2', 'eth3'],
  mode: 'active-backup',
  lacp: 'active',
  lacpTime: 'fast',
  detectMode: 'miimon',
  fallbackActiveBackup: true,
  primary: 'eth3',
}

const SETTINGS: Story = {
  title: "settings that are set and cleared again: a GRE tunnel's, an Open vSwitch bond's",
  isAgain: true,
  chapters: [
    {
      title: 'all are set',
      intents: [
        { kind: 'ovsBridge.set', name: 'br-set' },
        {
          kind: 'port.set',
          bridge: 'br-set',
          name: 'gre5',
          type: 'gre',
          options: { remote_ip: '192.0.2.9', local_ip: '192.0.2.5', key: '4000000000' },
        },
        BOND,
      ],
      shows: [
        shows('ovs-vsctl get interface gre5 type options', 'gre', 'key="4000000000"', 'local_ip="192.0.2.5"'),
        shows('ovs-vsctl get port bond5 bond_mode lacp', 'active-backup', 'active'),
        shows(
          'ovs-vsctl get port bond5 other_config',
          '{bond-detect-mode=miimon, bond-primary=eth3, lacp-fallback-ab="true", lacp-time=fast}',
        ),
      ],
    },
    {
      title: 'all are cleared',
      intents: [
        {
          kind: 'port.set',
          bridge: 'br-set',
          name: 'gre5',
          type: 'gre',
          options: { remote_ip: '192.0.2.10', local_ip: null, key: null },
        },
        { ...BOND, lacpTime: null, detectMode: null, fallbackActiveBackup: null, primary: null },
      ],
      shows: [
        inShell('ovs-vsctl get interface gre5 options', '{remote_ip="192.0.2.10"}\n'),
        shows('ovs-vsctl get port bond5 lacp', 'active'),
        inShell('ovs-vsctl get port bond5 other_config', '{}\n'),
      ],
    },
  ],
}

const NETWORKS: Story = {
  title: "libvirt's networks in every forward mode",
  isAgain: true,
  chapters: [
    {
      title: 'one of each, and a Linux bridge for one',
      intents: [
        { kind: 'linuxBridge.set', name: 'br-lan', ports: ['eth1'] },
        { kind: 'network.set', name: 'on-bridge', forward: 'bridge', bridge: 'br-lan' },
        { kind: 'network.set', name: 'behind-nat', forward: 'nat', address: '192.0.2.1/25' },
        { kind: 'network.set', name: 'routed', forward: 'route', address: '198.51.100.1/24' },
        { kind: 'network.set', name: 'opened', forward: 'open', address: '203.0.113.1/24' },
        { kind: 'network.set', name: 'isolated', forward: 'none', address: '192.0.2.193/27' },
        { kind: 'network.set', name: 'on-link', forward: 'bridge', dev: 'eth2' },
        { kind: 'network.set', name: 'apart', forward: 'private', dev: 'eth2' },
        { kind: 'network.set', name: 'reflected', forward: 'vepa', dev: 'eth3' },
        { kind: 'network.set', name: 'alone', forward: 'passthrough', dev: 'eth4' },
      ],
      notStored: ['br-lan'],
      shows: [
        shows('virsh net-dumpxml on-bridge', "<forward mode='bridge'/>", "<bridge name='br-lan'/>"),
        shows('virsh net-dumpxml behind-nat', "<forward mode='nat'>", "<ip address='192.0.2.1' prefix='25'>"),
        shows('virsh net-dumpxml routed', "<forward mode='route'/>", "address='198.51.100.1' prefix='24'"),
        shows('virsh net-dumpxml opened', "<forward mode='open'/>", "address='203.0.113.1' prefix='24'"),
        shows('virsh net-dumpxml isolated', "<bridge name='virbr", "address='192.0.2.193' prefix='27'"),
        isGone('virsh net-dumpxml isolated', 'forward'),
        shows('virsh net-dumpxml on-link', "mode='bridge'>", "<interface dev='eth2'"),
        shows('virsh net-dumpxml apart', "mode='private'>", "<interface dev='eth2'"),
        shows('virsh net-dumpxml reflected', "mode='vepa'>", "<interface dev='eth3'"),
        shows('virsh net-dumpxml alone', "mode='passthrough'>", "<interface dev='eth4'"),
        inShell("virsh -q net-list --all | grep -c 'active *yes *yes'", '9\n'),
      ],
    },
    {
      title: 'one is routed instead, one bridged, one loses its address, one rests',
      intents: [
        { kind: 'network.set', name: 'behind-nat', forward: 'route', address: '192.0.2.129/25' },
        { kind: 'network.set', name: 'routed', forward: 'bridge', bridge: 'br-lan' },
        { kind: 'network.set', name: 'isolated', forward: 'none', address: null },
        { kind: 'network.set', name: 'alone', forward: 'passthrough', dev: 'eth4', active: false, autostart: false },
      ],
      shows: [
        shows('virsh net-dumpxml behind-nat', "<forward mode='route'/>", "address='192.0.2.129' prefix='25'"),
        shows('virsh net-dumpxml routed', "<forward mode='bridge'/>", "<bridge name='br-lan'/>"),
        isGone('virsh net-dumpxml isolated', 'ip'),
        shows('virsh net-info alone', 'Active:         no', 'Autostart:      no'),
      ],
    },
  ],
}

export const FORM_STORIES: readonly Story[] = [RUNNING_GUEST, REMOVALS, SETTINGS, NETWORKS]
