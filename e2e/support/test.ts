import { test as base } from '@playwright/test'
import { buildHosts } from '@/lib/simhost/hosts/catalog'
import type { SimHost } from '@/lib/simhost/sim-host'
import { signIn } from './acts'
import { createHost } from './api'
import type { TestConsole } from './console'
import { startTestConsole } from './console'
import type { Host } from '@/lib/contract/hosts'

export { expect } from '@playwright/test'

/** Starts simulated hosts by their catalogue names ("kvm-ovs", "demo", "sim-hang"), each with an SSH server of its own. */
export type StartSimHosts = (list: string) => Promise<SimHost[]>

type TestFixtures = {
  /** Simulated hosts that end with the test. */
  startSimHosts: StartSimHosts
  /** Starts one simulated host and adds it to the console past the browser. */
  addSimHost: (name: string) => Promise<{ sim: SimHost; host: Host }>
  /** The page is signed in as the administrator and shows the hosts list. */
  asAdmin: void
}
type WorkerFixtures = {
  /** One console with its own port and database for all tests of this worker. */
  server: TestConsole
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await startTestConsole()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  startSimHosts: async ({}, use) => {
    const started: SimHost[] = []
    await use(async (list) => {
      const hosts = buildHosts(list)
      started.push(...hosts)
      for (const host of hosts) await host.start(0, '127.0.0.1')
      return hosts
    })
    await Promise.all(started.map((host) => host.stop()))
  },
  addSimHost: async ({ server, startSimHosts }, use) => {
    const added: string[] = []
    await use(async (name) => {
      const [sim] = await startSimHosts(name)
      if (!sim) throw new Error(`no simulated host ${name}`)
      const host = await createHost(server, {
        name: `${name}-${added.length + 1}`,
        address: '127.0.0.1',
        port: sim.server.port,
        username: 'root',
        auth: { kind: 'password', password: sim.access.password },
      })
      added.push(host.id)
      return { sim, host }
    })
    // The console is shared by the worker's tests: leave it as it was found.
    for (const id of added) await server.api('DELETE', `/hosts/${id}`)
  },
  asAdmin: async ({ page, server }, use) => {
    await signIn(page, server)
    await use()
  },
})
