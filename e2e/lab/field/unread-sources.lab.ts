import { expect, test } from '@playwright/test'
import { HostStateResponse } from '@/lib/contract/host-state'
import type { NetworkState } from '@/lib/core/model/network-state'
import type { IntentInput } from '@/lib/core/intents/intent'
import { fieldSite } from './field-site'

/*
 * Hosts whose tools answer in part, or not at all: what was read counts, and what rests on the rest is refused, with the cure.
 * Every test takes its trouble away again, and then the same edits are planned.
 */
const site = fieldSite('labq', '198.34')
test.beforeAll(() => site.host.seed('unread-sources'))

const removal: IntentInput = { kind: 'linuxBridge.remove', name: 'br9' }
const address = (link: string): IntentInput => ({ kind: 'address.set', link, addresses: ['192.0.2.77/24'] })

const planned = async (...edits: IntentInput[]): Promise<void> => {
  for (const edit of edits) expect((await site.plan([edit])).steps, JSON.stringify(edit)).not.toEqual([])
}
async function state(): Promise<NetworkState> {
  const { status, body } = await site.server.api('POST', `/hosts/${site.hostId}/refresh`)
  expect(status, JSON.stringify(body)).toBeLessThan(300)
  return HostStateResponse.parse((await site.server.api('GET', `/hosts/${site.hostId}/state`)).body).state
}

/** Until `restored`, "ip" answers calls with these words through a filter: as another version of iproute2 prints it. */
const answering = (words: string, filter: string): void =>
  void site.run(`
    mkdir -p /run/other
    cp /bin/ip /run/other/ip.real
    cat >/run/other/ip <<'EOF'
#!/bin/sh
case "$*" in
*"${words}"*) /run/other/ip.real "$@" | ${filter} ;;
*) exec /run/other/ip.real "$@" ;;
esac
EOF
    chmod +x /run/other/ip
    mount --bind /run/other/ip "$(readlink -f /bin/ip)"`)
const restored = (): void => void site.run('umount "$(readlink -f /bin/ip)"')

test('one link that spoils the list costs itself alone', async () => {
  const row = String.raw`"ifname":"tun1070","linkinfo":{"info_kind":"erspan","info_data":{"erspan_ver":2,"erspan_dir":,"ingress""erspan_hwid":"0x0"}}`
  answering('-d -j addr show', `sed '$ s/]$/,{"ifindex":74,${row}}]/'`)
  const { links } = await state()
  expect(links.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['br0', 'eth1', 'eth4', 'lo', 'mgmt0', 'ovsbr7']),
  )
  await planned(address('eth1'), { kind: 'linuxBridge.set', name: 'br9', ports: ['eth3'] })
  expect(await site.refusal([address('tun1070')])).toMatch(
    /the links and addresses \(tun1070\), which could not be read: ip gave a row about tun1070 .* a newer one may print it right\./,
  )
  restored()
  expect(await site.refusal([address('tun1070')])).toContain('tun1070 is not on this host')
})

test('routes are read also where their type has no key', async () => {
  const before = (await state()).routes
  expect(before.map(({ destination }) => destination)).toEqual(expect.arrayContaining(['10.70.0.0/16', '10.71.0.0/16']))
  answering('route show table all', String.raw`sed -E 's/"type": ?"(\w+)"/"\1"/g'`)
  expect((await state()).routes).toEqual(before)
  await planned(address('eth4'))
  restored()
})

test('without libvirt nobody takes away what a running guest stands on', async () => {
  site.run('labsvc stop libvirtd')
  for (const edit of [removal, { kind: 'linuxBridge.remove', name: 'br0' }] satisfies IntentInput[])
    expect(await site.refusal([edit])).toMatch(
      /rests on libvirt's networks and libvirt's guests, which could not be read: .*systemctl.*web1 \(process \d+, vnet\d+\)\. Then plan again\./s,
    )
  await planned(address('eth1'))
  site.run('labsvc start libvirtd && until virsh -q list >/dev/null 2>&1; do sleep 0.1; done')
  await planned(removal)
  expect(await site.refusal([{ kind: 'linuxBridge.remove', name: 'br0' }])).toContain('of running guest web1')
})

test("without Open vSwitch's database nothing of it is touched, and no NIC is taken", async () => {
  const edits: IntentInput[] = [
    { kind: 'ovsBridge.remove', name: 'ovsbr7' },
    { kind: 'port.set', bridge: 'ovsbr7', name: 'int8', type: 'internal' },
    { kind: 'linuxBridge.set', name: 'br9', ports: ['eth3'] },
  ]
  site.run('labsvc stop ovsdb-server')
  for (const edit of edits)
    expect(await site.refusal([edit])).toMatch(/Open vSwitch's database.*, which could not be read: .*systemctl/s)
  const nic = { guest: 'db1', nic: '52:54:00:01:71:01' }
  await planned({ kind: 'guestNic.setLink', ...nic, state: 'down' })
  site.run('labsvc start ovsdb-server')
  await planned(...edits)
})
