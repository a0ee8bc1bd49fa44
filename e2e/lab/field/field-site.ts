import { expect, test } from '@playwright/test'
import type { Change } from '@/lib/contract/changes'
import type { IntentInput } from '@/lib/core/intents/intent'
import { createHost } from '../../support/api'
import { applyChange, makeChange, planChange, readChange, storyOf, undoChange, untilOver } from '../change-api'
import type { LabHost } from '../lab'
import { NamespaceLab, whyNoNamespaceLab } from '../lab'
import type { ConsoleHere } from './console-here'
import { startConsoleHere } from './console-here'
import type { RawDumps } from '../raw-dumps'
import { rawDumps, SETTLING } from '../raw-dumps'

/**
 * One real host and a console that knows it, for set-ups as users have them. Call it at the top of a test file; `prefix` and `net`
 * must be the file's own. The host is there for all tests of the file: each cleans up behind itself.
 */
export function fieldSite(prefix: string, net: string) {
  const reason = whyNoNamespaceLab()
  test.skip(reason !== null, reason ?? '')
  test.describe.configure({ mode: 'serial' })
  let lab: NamespaceLab
  let server: ConsoleHere
  let id: string
  test.beforeAll(async () => {
    lab = await NamespaceLab.up(1, { prefix, net })
    server = await startConsoleHere()
    const { address, port, privateKey } = lab.host(0)
    const auth = { kind: 'privateKey', privateKey } as const
    id = (await createHost(server, { name: 'kvm1', address, port, username: 'root', auth })).id
  })
  test.afterAll(async () => {
    await server?.stop()
    await lab?.down()
  })
  return {
    get host(): LabHost {
      return lab.host(0)
    },
    get server(): ConsoleHere {
      return server
    },
    get hostId(): string {
      return id
    },
    /** Runs a shell script inside the host, past the console. Gives its stdout; throws with stderr where it fails. */
    run: (script: string): string => {
      const { status, stdout, stderr } = lab.host(0).attempt(['sh', '-e'], script)
      if (status !== 0) throw new Error(`${script}\nended with status ${status}: ${stderr}${stdout}`)
      return stdout
    },
    /** Everything that the host's own tools print, once no address is tentative any more that has a link to ask on. */
    dumps: async (): Promise<RawDumps> => {
      await expect.poll(() => lab.host(0).exec('sh', '-c', SETTLING)).toBe('')
      return rawDumps(lab.host(0))
    },
    plan: (intents: readonly IntentInput[]): Promise<Change> => planChange(server, id, intents),
    /** The message of the refusal; throws where the plan is made. */
    refusal: async (intents: readonly IntentInput[]): Promise<string> => {
      const planned = planChange(server, id, intents)
      return planned.then(
        (change) => {
          throw new Error(`planned, not refused: ${JSON.stringify(change.steps.map(({ argv }) => argv))}`)
        },
        (error: unknown) => String(error),
      )
    },
    /** Applied, waited for until it asks to be kept, and taken back: the host undoes it by itself. */
    cancelled: async (intents: readonly IntentInput[]): Promise<Change> => {
      const { id: change, findings } = await planChange(server, id, intents)
      await applyChange(server, change, { confirm: 'manual', accepts: acceptAll(findings) })
      await expect
        .poll(async () => (await readChange(server, change)).status, { timeout: 180_000 })
        .not.toMatch(/applying|planned/)
      if ((await readChange(server, change)).status === 'awaiting_confirmation')
        await server.api('POST', `/changes/${change}/cancel`)
      return untilOver(server, change)
    },
    /** Applied and kept by the console itself, however it ends. */
    applied: async (intents: readonly IntentInput[]): Promise<Change> => {
      const { id: change, findings } = await planChange(server, id, intents)
      await applyChange(server, change, { confirm: 'auto', accepts: acceptAll(findings) })
      return untilOver(server, change)
    },
    kept: (intents: readonly IntentInput[]): Promise<Change> => makeChange(server, id, intents),
    undone: (change: Change): Promise<Change> => undoChange(server, change.id),
    story: storyOf,
  }
}

const acceptAll = (findings: Change['findings']) =>
  findings.created.map(({ key }) => ({ key, reason: 'a lab has no partner for it' }))
