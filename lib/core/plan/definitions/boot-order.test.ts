import { beforeEach, describe, expect, it } from 'vitest'
import { PROPERTY_ADDRESS, propertyHost } from '../../../simhost/testing/property-host'
import type { SimHost } from '../../../simhost/sim-host'
import type { LibvirtXml } from '../working-state'
import { definitionsOf, observeCommandHost } from '../testing/host'
import { planChange } from '../plan-change'
import { planUndo } from '../plan-undo'
import { intentsOf } from '../testing/properties'
import type { Plan } from '../step'

const GUEST = `<domain type='qemu'><name>pxe1</name><memory unit='KiB'>16384</memory>
<os><type arch='x86_64' machine='pc'>hvm</type></os><devices>
<interface type='bridge'><mac address='52:54:00:0b:00:01'/><source bridge='br1'/><model type='virtio'/><driver queues='2'/>
<filterref filter='clean-traffic'/><boot order='1'/></interface>
<interface type='bridge'><mac address='52:54:00:0b:00:02'/><source bridge='br1'/><model type='e1000e'/></interface>
</devices></domain>`
const FIRST = '52:54:00:0b:00:01'

let host: SimHost
beforeEach(() => {
  host = propertyHost(null)
  host.run(['ip', 'link', 'add', 'br1', 'type', 'bridge'])
  expect(host.run(['virsh', 'define', '/dev/stdin'], GUEST).status).toBe(0)
})

const dump = () => host.run(['virsh', 'dumpxml', 'pxe1', '--inactive']).stdout
function perform({ steps }: Plan) {
  for (const { run } of steps) {
    const { status, stderr } = host.run(run.argv, run.stdin)
    expect(status, stderr).toBe(0)
  }
}
function detached(): Plan {
  const state = observeCommandHost(host, PROPERTY_ADDRESS)
  const edits = intentsOf([{ kind: 'guestNic.detach', guest: 'pxe1', nic: FIRST, scope: 'stored' }])
  const planned = planChange(state, edits, { xml: definitionsOf(host, state) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
  perform(planned.plan)
  return planned.plan
}
function undo(past: Plan, over: Partial<LibvirtXml> = {}) {
  const state = observeCommandHost(host, PROPERTY_ADDRESS)
  return planUndo(state, past, { xml: { ...definitionsOf(host, state), ...over } })
}

describe('the last NIC with a boot order', () => {
  it('comes back as it was stored, though libvirt has put <boot dev> into <os> meanwhile', () => {
    const before = dump()
    const past = detached()
    expect(past.warnings).toContainEqual(expect.stringContaining('boots from its hard disk'))
    expect(dump()).toContain("<boot dev='hd'/>")
    const planned = undo(past)
    if (!planned.ok) throw new Error(JSON.stringify(planned.issues))
    expect(planned.plan.steps.map(({ run }) => run.argv)).toEqual([['virsh', 'define', '/dev/stdin']])
    perform(planned.plan)
    expect(dump()).toBe(before)
  })

  it('is refused where somebody has ordered devices otherwise since', () => {
    const past = detached()
    host.run(['virsh', 'define', '/dev/stdin'], dump().replace("<boot dev='hd'/>", "<boot dev='network'/>"))
    const planned = undo(past)
    expect(planned.ok ? [] : planned.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining('by now the guest boots as its <os> says (network)'),
    ])
  })

  it('is refused where writing the definition whole would lose a password', () => {
    const past = detached()
    const { uuid = '' } = observeCommandHost(host, PROPERTY_ADDRESS).guests.find(({ name }) => name === 'pxe1') ?? {}
    const planned = undo(past, { withSecrets: [uuid] })
    expect(planned.ok ? [] : planned.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining('has a password which is not read here'),
    ])
  })
})

it('the simulated libvirt takes one way of ordering devices only', () => {
  const both = GUEST.replace('</type></os>', "</type><boot dev='hd'/></os>")
  expect(host.run(['virsh', 'define', '/dev/stdin'], both).stderr).toContain('per-device boot elements cannot be used')
})
