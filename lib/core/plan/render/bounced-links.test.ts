import { describe, expect, it } from 'vitest'
import { management, nic } from '../../../simhost/hosts/build'
import { SimHost } from '../../../simhost/sim-host'
import { observeCommandHost } from '../testing/host'
import type { IntentInput } from '../../intents/intent'
import { parseIntents } from '../../intents/intent'
import { NO_XML, planChange } from '../plan-change'

const ADDRESS = '192.0.2.31'

function planned(input: IntentInput) {
  const host = new SimHost({ name: 'kvm1' })
  management(host.machine, ADDRESS)
  for (const name of ['eth1', 'eth2']) nic(host.machine, name)
  for (const line of [
    'ip link add bond0 type bond mode balance-rr miimon 100',
    'ip link set eth1 down',
    'ip link set eth2 down',
    'ip link set eth1 master bond0',
    'ip link set eth2 master bond0',
    'ip link set bond0 up',
    'ip link add link bond0 name bond0.5 type vlan id 5',
    'ip link set bond0.5 up',
    'ip addr add 2001:db8::1/64 dev bond0',
    // Of DHCPv6, of an advertisement, and of one that NetworkManager has taken up.
    'ip addr add 2001:db8::55/128 dev bond0 valid_lft 900 preferred_lft 600',
    'ip addr add 2001:db8:1::55/64 dev bond0 mngtmpaddr valid_lft 900 preferred_lft 600',
    'ip addr add 2001:db8:2::55/64 dev bond0 noprefixroute valid_lft 900 preferred_lft 600',
    'ip addr add 2001:db8:5::55/128 dev bond0.5 valid_lft 900 preferred_lft 600',
  ]) {
    const { status, stderr } = host.run(line.split(' '))
    if (status !== 0) throw new Error(`${line}: ${stderr}`)
  }
  const intents = parseIntents([input])
  if (!intents.ok) throw new Error(JSON.stringify(intents.issues))
  const result = planChange(observeCommandHost(host, ADDRESS), intents.intents, { xml: NO_XML })
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  const lines = (commands: readonly { argv: readonly string[] }[]): string[] =>
    commands.map(({ argv }) => argv.join(' ')).filter((line) => line.startsWith('ip -6 addr'))
  const { steps, warnings } = result.plan
  return { run: lines(steps.map(({ run }) => run)), undo: lines(steps.flatMap(({ undo }) => undo ?? [])), warnings }
}

const LIFETIMES = 'valid_lft 900 preferred_lft 600'

describe('a bond that is set down for a moment', () => {
  it('gets back the IPv6 addresses that do not come by themselves, also on what stands on it', () => {
    const { run, undo, warnings } = planned({
      ...{ kind: 'bond.set', bondKind: 'linux', name: 'bond0', mode: 'active-backup', members: ['eth1', 'eth2'] },
    })
    const all = [
      `ip -6 addr replace 2001:db8:2::55/64 dev bond0 noprefixroute ${LIFETIMES}`,
      'ip -6 addr replace 2001:db8::1/64 dev bond0',
      `ip -6 addr replace 2001:db8::55/128 dev bond0 ${LIFETIMES}`,
      `ip -6 addr replace 2001:db8:5::55/128 dev bond0.5 ${LIFETIMES}`,
    ]
    expect(run.sort()).toEqual(all.sort())
    expect(undo.sort()).toEqual(all)
    expect(warnings).toContain(
      'bond0 is down for a moment and loses 2001:db8:1::55/64, which it gets again with the next advertisement of its router',
    )
  })

  it('gets them back on a link too that is made again', () => {
    const { undo } = planned({ kind: 'vlanLink.remove', name: 'bond0.5' })
    expect(undo).toEqual([`ip -6 addr replace 2001:db8:5::55/128 dev bond0.5 ${LIFETIMES}`])
  })
})
