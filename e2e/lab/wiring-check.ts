import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'
import { foldGraph } from '@/lib/core/topology/fold/fold'
import { addHostInBrowser, signIn } from '../support/acts'
import { readTopology, refreshHost } from '../support/api'
import type { TestConsole } from '../support/console'
import { wiringWords } from './expected/wiring'
import type { LabHost } from './lab'

const expectedWiring = (seed: string) =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, `expected/${seed}.json`), 'utf8')) as string[]

/** Adds a lab host as a person would: address, fingerprint, key. Gives its id on the console. */
export async function addLabHost(page: Page, server: TestConsole, host: LabHost, name: string): Promise<string> {
  const { address, port, privateKey } = host
  await signIn(page, server)
  return addHostInBrowser(page, { name, address, port, username: 'root', privateKey })
}

/** Of an emulated host one reading may take most of a minute. */
const WIRED_MS = 180_000

/** Neighbours and LACP take a moment after the seed: reads again until all is there, and compares the whole. */
export async function expectWiring(server: TestConsole, id: string, seed: string): Promise<void> {
  const read = async () => {
    await refreshHost(server, id)
    return wiringWords(await readTopology(server, id))
  }
  await expect
    .poll(read, { timeout: WIRED_MS, message: `the wiring of ${seed}` })
    .toEqual(expectedWiring(seed).toSorted())
}

const NEVER_FOLD = 1000

/** Every edge of the graph is a line on the canvas, and every box can be found by its name. */
export async function expectDrawn(page: Page, server: TestConsole, id: string): Promise<void> {
  await page.goto(`${server.url}/hosts/${id}?fold=${NEVER_FOLD}`)
  const drawn = async () => {
    const lines = await page.locator('[data-edge-id]').all()
    return (await Promise.all(lines.map((line) => line.getAttribute('data-edge-id')))).toSorted()
  }
  const wanted = async () => {
    const graph = foldGraph(await readTopology(server, id), { over: NEVER_FOLD, expanded: new Set(), keep: new Set() })
    return graph.edges.map((edge) => edge.id).toSorted()
  }
  await expect(async () => expect(await drawn()).toEqual(await wanted())).toPass({ timeout: 30_000 })
}
