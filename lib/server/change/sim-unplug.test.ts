import { expect, it } from 'vitest'
import type { SimHost } from '@/lib/simhost/sim-host'
import { consoleOf, hooksOf, observe, plan, requestFor, startHost } from '../testing/sim-change'
import type { ChangeRequest } from './change-types'
import { runChange } from './run-change'

const DETACH = [{ kind: 'guestNic.detach' as const, guest: 'web1', nic: 'net0' }]

function guestOf(host: SimHost) {
  const guest = host.machine.state.libvirt?.guests.get('web1')
  if (guest === undefined) throw new Error('the host has no guest web1')
  return guest
}

/** The same, with less patience. */
const inOneSecond = ({ transaction, ...request }: ChangeRequest): ChangeRequest => ({
  ...request,
  transaction: {
    ...transaction,
    steps: transaction.steps.map((step) =>
      step.settles === undefined ? step : { ...step, settles: { ...step.settles, seconds: 1 } },
    ),
  },
})

it('says that a guest which does not let go of its NIC in time may still do so', async () => {
  const host = await startHost()
  guestOf(host).answersUnplug = false
  const nicsOf = async () => (await observe(host)).guests[0]?.nics
  const before = await nicsOf()
  const mac = before?.[0]?.running?.mac ?? ''
  const planned = await plan(host, DETACH)
  expect(planned.warnings).toContainEqual(expect.stringContaining(`If web1 does not let go of NIC ${mac} within 20 s`))
  const outcome = await runChange(inOneSecond(requestFor(planned)), consoleOf(host, hooksOf(planned)).deps)
  expect(outcome).toMatchObject({ state: 'rolled_back' })
  expect(outcome.reason).toContain(
    `The host is as it was before. web1 was asked to let go of NIC ${mac}, which libvirt cannot withdraw. It may still do so: then the NIC is gone from what runs (it stays stored).`,
  )
  expect(await nicsOf()).toEqual(before)
})

it('says nothing of that where libvirt refused to ask', async () => {
  const host = await startHost()
  const planned = await plan(host, DETACH)
  const { deps } = consoleOf(host, { ...hooksOf(planned), readFingerprint: () => Promise.resolve('') })
  guestOf(host).live = null
  const outcome = await runChange({ ...requestFor(planned), basedOn: '' }, deps)
  expect(outcome.reason).toMatch(/^Step 1 \(Unplug NIC net0 .*domain is not running/)
  expect(outcome.reason).not.toContain('may still')
})
