import { expect, test as base } from '@playwright/test'
import { buildHosts } from '@/lib/simhost/hosts/catalog'
import type { SimHost } from '@/lib/simhost/sim-host'
import { createHost, readHost, refreshHost } from './api'
import type { NewHost } from './api'
import type { CheckedConsole, SessionCookie } from './console'
import { signIn, startCheckedConsole } from './console'
import type { Host } from '@/lib/contract/hosts'

export { expect } from '@playwright/test'

/** Starts simulated hosts by their catalogue names ("kvm-ovs", "demo", "sim-hang"), each with an SSH server of its own. */
type StartSimHosts = (list: string) => Promise<SimHost[]>

type AddedHost = { sim: SimHost; host: Host }
/** How a simulated host is added where it is not as root, by password, under its own name. */
type AddChoices = Partial<Pick<NewHost, 'name' | 'label' | 'username' | 'sudo'>>

type TestFixtures = {
  /** Simulated hosts that end with the test. */
  startSimHosts: StartSimHosts
  /** Starts one simulated host and adds it to the console past the browser. */
  addSimHost: (name: string, choices?: AddChoices) => Promise<AddedHost>
  /** A healthy host beside the one under test. Gives a function that fails unless it is online and still being read. */
  addNeighbour: () => Promise<() => Promise<void>>
  /** The page is signed in as the administrator and shows the hosts list. */
  asAdmin: void
  /** Whatever a test has the API answer is as its document says. */
  asDocumented: void
}
type WorkerFixtures = {
  /** One console with its own port and database for all tests of this worker. */
  server: CheckedConsole
  /** The administrator's session: signing in anew for every test costs a page and a slow password hash each. */
  adminCookie: SessionCookie
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    async ({}, use) => {
      const server = await startCheckedConsole()
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  asDocumented: [
    async ({ server }, use) => {
      await use()
      expect(server.takeFaults(), 'answers of the API that its document does not describe').toEqual([])
    },
    { auto: true },
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
    await use(async (name, choices = {}) => {
      const [sim] = await startSimHosts(name)
      if (!sim) throw new Error(`no simulated host ${name}`)
      const host = await createHost(server, {
        name: `${sim.name}-${added.length + 1}`,
        address: '127.0.0.1',
        port: sim.server.port,
        username: 'root',
        auth: { kind: 'password', password: sim.access.password },
        ...choices,
      })
      added.push(host.id)
      return { sim, host }
    })
    // The console is shared by the worker's tests: leave it as it was found.
    for (const id of added) await server.api('DELETE', `/hosts/${id}`)
  },
  addNeighbour: async ({ server, addSimHost }, use) => {
    await use(async () => {
      const { sim, host } = await addSimHost('kvm-linux', { name: 'neighbour' })
      const { version: first } = await refreshHost(server, host.id)
      let version = first
      let links = 0
      return async () => {
        sim.run(['ip', 'link', 'add', `seen${(links += 1)}`, 'type', 'dummy'])
        const reading = await refreshHost(server, host.id)
        expect(reading.version, 'the neighbour is read').toBeGreaterThan(version)
        expect(await readHost(server, host.id)).toMatchObject({ status: 'online', statusReason: null })
        version = reading.version
      }
    })
  },
  adminCookie: [
    async ({ server }, use) => {
      await use(await signIn(server))
    },
    { scope: 'worker' },
  ],
  asAdmin: async ({ page, context, server, adminCookie }, use) => {
    await context.addCookies([adminCookie])
    await page.goto(`${server.url}/hosts`)
    await use()
  },
})
