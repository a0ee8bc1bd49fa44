/* Test support: for each test of a file a console that knows one simulated host, kvm1. */
import { afterEach, beforeEach } from 'vitest'
import type { Change } from '@/lib/contract/changes'
import type { IntentInput } from '@/lib/core/intents/intent'
import type { SimHost } from '@/lib/simhost/sim-host'
import type { SimConsole } from './sim-console'
import { startSimConsole, startSimHost } from './sim-console'

/** Who acts with the token that the tests sign in with. */
export const ME = 'token:PATCHBAY_BOOTSTRAP_TOKEN'

type Site = { host: SimHost; sim: SimConsole; hostId: string }

/** Call it at the top of a test file. What it gives is there while a test runs. */
export function simSite() {
  let site: Site | null = null
  beforeEach(async () => {
    const host = await startSimHost()
    const sim = await startSimConsole()
    site = { host, sim, hostId: await sim.addHost(host) }
  })
  afterEach(async () => {
    await site?.sim.console.stop()
    await site?.host.stop()
    site = null
  })
  const now = (): Site => {
    if (site === null) throw new Error('the console and its host are there only while a test runs')
    return site
  }
  return {
    get host(): SimHost {
      return now().host
    },
    get sim(): SimConsole {
      return now().sim
    },
    get hostId(): string {
      return now().hostId
    },
    /** Plans these edits, applies them, and waits until they are kept. */
    kept: async (...intents: IntentInput[]): Promise<Change> => {
      const { sim, hostId } = now()
      const { id } = await sim.plan(hostId, { intents })
      await sim.apply(id)
      return sim.until(id, 'confirmed')
    },
    tagOf: (port: string): string => now().host.run(['ovs-vsctl', 'get', 'port', port, 'tag']).stdout.trim(),
  }
}
