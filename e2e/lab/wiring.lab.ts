import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { addHostInBrowser, signIn } from '../support/acts'
import { readTopology, refreshHost } from '../support/api'
import type { TestConsole } from '../support/console'
import { startTestConsole } from '../support/console'
import { wiringWords } from './expected/wiring'
import type { LabHost } from './lab'
import { NamespaceLab, UmlLab, whyNoNamespaceLab, whyNoUmlLab } from './lab'

const expected = (seed: string) =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, `expected/${seed}.json`), 'utf8')) as string[]

/** The host's id on the console, after it was added through the browser as a person would. */
async function addAndOpen(page: Page, server: TestConsole, host: LabHost, name: string): Promise<string> {
  await signIn(page, server)
  return addHostInBrowser(page, {
    name,
    address: host.address,
    port: host.port,
    username: 'root',
    privateKey: host.privateKey,
  })
}

/** Neighbours and LACP take a moment after the seed: read again until all is there, then compare the whole. */
async function expectWiring(server: TestConsole, id: string, seed: string): Promise<void> {
  const wanted = expected(seed).toSorted()
  const read = async () => {
    await refreshHost(server, id)
    return wiringWords(await readTopology(server, id))
  }
  await expect.poll(read, { timeout: 45_000, message: `the wiring of ${seed}` }).toEqual(wanted)
}

test.describe('namespace hosts', () => {
  // The order gives each seed its host number, which stands in its switch ports' names.
  const seeds = [
    'rich',
    'scenario-a',
    'scenario-b',
    'scenario-c',
    'scenario-d',
    'scenario-e',
    'scenario-h',
    'scenario-k',
  ]
  const reason = whyNoNamespaceLab()
  test.skip(reason !== null, reason ?? '')

  let lab: NamespaceLab
  let server: TestConsole
  test.beforeAll(async () => {
    lab = await NamespaceLab.up(seeds.length)
    await Promise.all(seeds.map((seed, i) => lab.host(i).seed(seed)))
    await lab.lacp(lab.host(0), 'eth1', 'eth2')
    await lab.lacp(lab.host(1), 'eth2', 'eth3')
    server = await startTestConsole()
  })
  test.afterAll(async () => {
    await server?.stop()
    await lab?.down()
  })

  for (const [i, seed] of seeds.entries()) {
    test(`${seed}: every edge that the seed built, added by fingerprint and key`, async ({ page }) => {
      const id = await addAndOpen(page, server, lab.host(i), `kvm${i + 1}-${seed}`)
      await expectWiring(server, id, seed)
    })
  }
})

test.describe('user-mode-Linux hosts', () => {
  const seeds = ['uml-rich', 'uml-scenario-g', 'uml-scenario-i', 'uml-scenario-j']
  const reason = whyNoUmlLab()
  test.skip(reason !== null, reason ?? '')

  let server: TestConsole
  test.beforeAll(async () => {
    server = await startTestConsole()
  })
  test.afterAll(async () => {
    await server?.stop()
  })

  for (const seed of seeds) {
    test(`${seed}: every edge that the seed built, added by fingerprint and key`, async ({ page }) => {
      test.setTimeout(900_000) // the first one builds the image
      const lab = await UmlLab.up(seed, 3)
      try {
        await lab.host.seed(seed)
        const id = await addAndOpen(page, server, lab.host, seed)
        await expectWiring(server, id, seed)
      } finally {
        await lab.down()
      }
    })
  }
})
