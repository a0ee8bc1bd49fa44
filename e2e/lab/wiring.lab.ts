import { test } from '@playwright/test'
import type { TestConsole } from '../support/console'
import { startTestConsole } from '../support/console'
import { NamespaceLab, UmlLab, whyNoNamespaceLab, whyNoUmlLab } from './lab'
import { addLabHost, expectDrawn, expectWiring } from './wiring-check'

/** Between them they show every kind of edge; the others show them once more, as scenarios name them. */
const IN_SHORT = new Set(['rich', 'scenario-a', 'uml-rich'])

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
    const tags = IN_SHORT.has(seed) ? {} : { tag: '@again' }
    test(`${seed}: every edge that the seed built, added by fingerprint and key`, tags, async ({ page }) => {
      const id = await addLabHost(page, server, lab.host(i), `kvm${i + 1}-${seed}`)
      await expectWiring(server, id, seed)
      await expectDrawn(page, server, id)
    })
  }
})

test.describe('user-mode-Linux hosts', () => {
  const reason = whyNoUmlLab()
  test.skip(reason !== null, reason ?? '')

  let server: TestConsole
  test.beforeAll(async () => {
    server = await startTestConsole()
  })
  test.afterAll(() => server?.stop())

  for (const seed of ['uml-rich', 'uml-scenario-g', 'uml-scenario-i', 'uml-scenario-j']) {
    const tags = IN_SHORT.has(seed) ? {} : { tag: '@again' }
    test(`${seed}: every edge that the seed built, added by fingerprint and key`, tags, async ({ page }) => {
      // Beside others seven minutes; the first one may build the image.
      test.setTimeout(1_500_000)
      const lab = await UmlLab.up(seed, 3)
      try {
        await lab.host.seed(seed)
        const id = await addLabHost(page, server, lab.host, seed)
        await expectWiring(server, id, seed)
        await expectDrawn(page, server, id)
      } finally {
        await lab.down()
      }
    })
  }
})
