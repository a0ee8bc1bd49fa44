import { expect, test } from '@playwright/test'
import { AuditListResponse } from '@/lib/contract/audit'
import type { TestConsole } from '../support/console'
import { startTestConsole } from '../support/console'
import { createHost } from '../support/api'
import { makeChange, undoChange } from './change-api'
import { stateOf } from './guard-host'
import type { LabHost } from './lab'
import { NamespaceLab, UmlLab, whyNoNamespaceLab, whyNoUmlLab } from './lab'
import type { Story } from './scenarios-do'
import { NAMESPACE_STORIES, UML_STORIES } from './scenarios-do'

/* The scenarios that the product makes: each change confirmed, seen by the host's own commands, audited, and taken back. */

let server: TestConsole
test.beforeAll(async () => {
  server = await startTestConsole()
})
test.afterAll(() => server?.stop())

const addLabHost = ({ address, port, privateKey }: LabHost, name: string) =>
  createHost(server, { name, address, port, username: 'root', auth: { kind: 'privateKey', privateKey } })

/** Everything a change could leave different, definitions included. */
async function wholeState(host: LabHost): Promise<unknown> {
  const definitions =
    'for n in $(virsh -q net-list --all --name); do virsh net-info $n; virsh net-dumpxml --inactive $n; done; for g in $(virsh -q list --all --name); do virsh dumpxml --inactive $g; done; bridge vlan'
  return { ...Object(await stateOf(host)), libvirt: host.attempt(['sh', '-c', definitions]).stdout }
}

async function settled(host: LabHost): Promise<unknown> {
  await expect.poll(() => host.exec('ip', '-6', 'addr', 'show', 'tentative')).toBe('')
  return wholeState(host)
}

async function play({ chapters }: Story, host: LabHost, hostId: string): Promise<void> {
  const taken: (() => Promise<void>)[] = []
  for (const { title, intents, shows, before = 'true', beforeUndo = 'true' } of chapters) {
    await test.step(title, async () => {
      await host.exec('sh', '-ec', before)
      const old = await settled(host)
      const change = await makeChange(server, hostId, intents)
      for (const { argv, has } of shows) {
        const said = await host.exec(...argv)
        for (const text of has) expect(said, argv.join(' ')).toContain(text)
      }
      const rows = AuditListResponse.parse((await server.api('GET', '/audit?limit=200')).body).entries
      expect(rows.filter(({ detail }) => JSON.stringify(detail).includes(change.id)).length).toBeGreaterThan(0)
      taken.push(() =>
        test.step(`undone: ${title}`, async () => {
          await host.exec('sh', '-ec', beforeUndo)
          await undoChange(server, change.id)
          await expect.poll(() => wholeState(host), { timeout: 30_000 }).toEqual(old)
        }),
      )
    })
  }
  for (const undo of taken.reverse()) await undo()
}

test.describe('namespace hosts', () => {
  const reason = whyNoNamespaceLab()
  test.skip(reason !== null, reason ?? '')

  let lab: NamespaceLab
  test.beforeAll(async () => {
    lab = await NamespaceLab.up(NAMESPACE_STORIES.length, { prefix: 'labs', net: '198.25' })
    await lab.host(0).seed('stopped-guest')
  })
  test.afterAll(() => lab?.down())

  for (const [at, story] of NAMESPACE_STORIES.entries()) {
    test(story.title, async () => {
      test.setTimeout(600_000)
      const host = lab.host(at)
      await play(story, host, (await addLabHost(host, `do-${at + 1}`)).id)
    })
  }
})

test.describe('user-mode-Linux hosts', () => {
  const reason = whyNoUmlLab()
  test.skip(reason !== null, reason ?? '')

  for (const [at, story] of UML_STORIES.entries()) {
    test(story.title, async () => {
      test.setTimeout(900_000)
      const lab = await UmlLab.up(`do-${at + 1}`, 9 + at)
      try {
        await lab.host.seed('uml-nics')
        await play(story, lab.host, (await addLabHost(lab.host, `uml-do-${at + 1}`)).id)
      } finally {
        await lab.down()
      }
    })
  }
})
