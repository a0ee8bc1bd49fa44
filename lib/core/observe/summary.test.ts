import { describe, expect, it } from 'vitest'
import type { SourceReport } from '../model/network-state'
import { buildGraph } from '../topology/build'
import * as make from '../topology/testing/fixtures'
import { runLint } from '../lint/run-lint'
import { summariseHost } from './summary'

const summaryOf = (parts: Parameters<typeof make.hostState>[0]) => {
  const state = make.hostState(parts)
  return summariseHost(state, buildGraph(state), runLint(state))
}

describe('summariseHost', () => {
  it('counts nothing on an empty host', () => {
    const summary = summaryOf({})
    expect(summary).toMatchObject({ nics: [], linuxBridges: 0, ovsBridges: 0, bonds: 0, guestsTotal: 0, vlans: [] })
  })

  it('says which bond holds a NIC, kernel or Open vSwitch', () => {
    const { nics, bonds } = summaryOf({
      links: [
        ...make.kernelBond('bond0', '802.3ad', ['eno1']),
        make.nic('eno2'),
        make.nic('eno3', { hasCarrier: false }),
      ],
      bridges: [
        make.ovsBridge('br-ovs', [
          make.ovsBond('bond-ovs', make.trunk(), make.bondDetail('balance-slb', [make.member('eno2')])),
        ]),
      ],
    })
    expect(bonds).toBe(2)
    expect(nics.map(({ name, bond, hasCarrier }) => [name, bond, hasCarrier]).sort()).toEqual([
      ['eno1', 'bond0', true],
      ['eno2', 'bond-ovs', true],
      ['eno3', null, false],
    ])
  })

  it('lists every named VLAN once, and neither "all" nor priority tags', () => {
    const { vlans } = summaryOf({
      links: [make.nic('eno1'), make.vlanLink('eno1.40', 'eno1', 40)],
      bridges: [
        make.ovsBridge('br-ovs', [
          make.ovsPort('vnet0', make.access(20)),
          make.ovsPort('vnet1', make.trunk(30, 20)),
          make.ovsPort('vnet2', make.trunk()),
          make.ovsPort('vnet3', make.access(0)),
        ]),
      ],
      networks: [make.network('lab', { portgroups: [make.portgroup('red', [50])] })],
    })
    expect(vlans).toEqual([20, 30, 40, 50])
  })

  it('counts what the rules find, but not once more what the wiring marks', () => {
    const loop = { links: [make.nic('eth1'), make.nic('eth2')] }
    const ports = [make.ovsPort('eth1'), make.ovsPort('eth2')]
    expect(summaryOf({ ...loop, bridges: [make.ovsBridge('br-ovs', ports)] })).toMatchObject({
      ...{ warnings: 0, errors: 0, findings: { warnings: 0, errors: 1 } },
    })
    const lost = { target: 'tcp:192.0.2.5:6633', isConnected: false, role: null, state: 'BACKOFF', lastError: null }
    const ruled = make.ovsBridge('br-ovs', [], { failMode: 'secure', controllers: [lost] })
    const { errors, warnings, findings } = summaryOf({ bridges: [ruled] })
    expect([errors + warnings + findings.errors + findings.warnings, findings.errors]).toEqual([errors + warnings, 0])
    expect(errors + warnings).toBeGreaterThan(0)
  })

  it('names what could not be read, or not whole', () => {
    const report = (id: SourceReport['id'], status: SourceReport['status']): SourceReport => ({
      ...{ id, status, commands: [], readAtMs: 0, problems: [] },
    })
    const { unread } = summaryOf({
      sources: [
        report('links', 'ok'),
        report('ovs', 'failed'),
        report('networks', 'partial'),
        report('lldp', 'missing'),
      ],
    })
    expect(unread).toEqual(['ovs', 'networks'])
  })

  it('counts a paused guest as running and a shut-off one not', () => {
    const { guestsRunning, guestsTotal } = summaryOf({
      guests: [
        make.guest('a', [], { state: 'running' }),
        make.guest('b', [], { state: 'paused' }),
        make.guest('c', [], { state: 'shut off' }),
      ],
    })
    expect([guestsRunning, guestsTotal]).toEqual([2, 3])
  })
})
