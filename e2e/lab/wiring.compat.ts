import { test } from '@playwright/test'
import type { TestConsole } from '../support/console'
import { startTestConsole } from '../support/console'
import { UmlLab, whyNoUmlLab } from './lab'
import type { Suite } from './lab'
import { addLabHost, expectDrawn, expectWiring } from './wiring-check'

/** The same wiring on the userlands that Debian 11 and 13 ship: other iproute2, Open vSwitch and libvirt. */
const SUITES: readonly { suite: Suite; release: string }[] = [
  { suite: 'bullseye', release: 'Debian 11' },
  { suite: 'trixie', release: 'Debian 13' },
]

const reason = whyNoUmlLab()
test.skip(reason !== null, reason ?? '')

let server: TestConsole
test.beforeAll(async () => {
  server = await startTestConsole()
})
test.afterAll(() => server?.stop())

for (const { suite, release } of SUITES) {
  for (const seed of ['uml-rich', 'uml-scenario-g', 'uml-scenario-i', 'uml-scenario-j']) {
    test(`${release}: every edge of ${seed}`, async ({ page }) => {
      test.setTimeout(900_000)
      const lab = await UmlLab.up(`${seed}-${suite}`, 4, suite)
      try {
        await lab.host.seed(seed)
        const id = await addLabHost(page, server, lab.host, `${seed}-${suite}`)
        await expectWiring(server, id, seed)
        await expectDrawn(page, server, id)
      } finally {
        await lab.down()
      }
    })
  }
}
