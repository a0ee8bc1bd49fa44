import { expect, test } from '@playwright/test'
import { management, nic } from '@/lib/simhost/hosts/build'
import { SimHost } from '@/lib/simhost/sim-host'
import { createHost, readState, refreshHost } from '../support/api'
import type { TestConsole } from '../support/console'
import { startTestConsole } from '../support/console'
import { CHAPTERS } from './conformance-script'
import { NamespaceLab, whyNoNamespaceLab } from './lab'
import { normaliseState } from './normalise'

/** The simulated host is only as good as this: one script, run on it and on a real host, read by the product, compared. */

const reason = whyNoNamespaceLab()
test.skip(reason !== null, reason ?? '')
test.describe.configure({ mode: 'serial' })

let lab: NamespaceLab
let sim: SimHost
let server: TestConsole
let ids: { lab: string; sim: string }

test.beforeAll(async () => {
  lab = await NamespaceLab.up(1, { prefix: 'labc', net: '198.23' })
  sim = new SimHost({ name: 'kvm1' })
  management(sim.machine, '192.0.2.31')
  for (const name of ['eth1', 'eth2', 'eth3', 'eth4']) nic(sim.machine, name)
  await sim.start(0, '127.0.0.1')
  server = await startTestConsole()
  const { address, port, privateKey } = lab.host(0)
  const real = await createHost(server, {
    name: 'real',
    address,
    port,
    username: 'root',
    auth: { kind: 'privateKey', privateKey },
  })
  const simulated = await createHost(server, {
    name: 'simulated',
    address: '127.0.0.1',
    port: sim.server.port,
    username: 'root',
    auth: { kind: 'password', password: sim.access.password },
  })
  ids = { lab: real.id, sim: simulated.id }
})
test.afterAll(async () => {
  await server?.stop()
  await sim?.stop()
  await lab?.down()
})

async function normalised(id: string) {
  await refreshHost(server, id)
  return normaliseState((await readState(server, id)).state)
}

for (const { title, steps } of CHAPTERS) {
  test(`alike on a simulated and a real host: ${title}`, async () => {
    for (const { argv, stdin = '', expectsFailure = false } of steps) {
      const real = lab.host(0).attempt(argv, stdin)
      const simulated = sim.run([...argv], stdin)
      const words = argv.join(' ')
      expect.soft(real.status !== 0, `real host, ${words}: ${real.stderr}`).toBe(expectsFailure)
      expect.soft(simulated.status !== 0, `simulated host, ${words}: ${simulated.stderr}`).toBe(expectsFailure)
    }
    // Bonds and controllers settle within a moment on the real host.
    await expect(async () => expect(await normalised(ids.sim)).toEqual(await normalised(ids.lab))).toPass({
      timeout: 30_000,
    })
  })
}
