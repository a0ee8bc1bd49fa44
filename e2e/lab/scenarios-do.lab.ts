import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { parseIntents } from '@/lib/core/intents/intent'
import { createHost } from '../support/api'
import {
  applyAndKeep,
  auditedActions,
  expectKept,
  openFromHistory,
  plan,
  reviewEdits,
  undoKept,
} from '../support/change-acts'
import type { TestConsole } from '../support/console'
import { signIn, startTestConsole } from '../support/console'
import { stageEdit } from '../support/edit-acts'
import { openPart } from '../support/form-acts'
import { readChange, storyOf } from './change-api'
import { stateOf } from './guard-host'
import type { LabHost } from './lab'
import { NamespaceLab, UmlLab, whyNoNamespaceLab, whyNoUmlLab } from './lab'
import { SCENARIO_STORIES } from './scenarios-do'
import { FORM_STORIES } from './scenarios-do-forms'
import { UML_STORIES } from './scenarios-do-uml'
import type { Chapter, Story } from './story'

/*
 * The scenarios that the product makes, through its forms as a user does: each change staged, read, kept by hand, seen by the host's
 * own commands, found in history and audit, and taken back from its page to exactly the state before.
 */

const NAMESPACE_STORIES: readonly Story[] = [...SCENARIO_STORIES, ...FORM_STORIES]

let server: TestConsole
test.beforeAll(async () => {
  server = await startTestConsole()
})
test.afterAll(() => server?.stop())
test.beforeEach(async ({ context }) => context.addCookies([await signIn(server)]))

const addLabHost = ({ address, port, privateKey }: LabHost, name: string) =>
  createHost(server, { name, address, port, username: 'root', auth: { kind: 'privateKey', privateKey } })

/** Everything a change could leave different, definitions included. */
async function wholeState(host: LabHost, remade: readonly string[]): Promise<unknown> {
  const said = (script: string): string => host.attempt(['sh', '-c', script]).stdout
  const definitions = said(
    'for n in $(virsh -q net-list --all --name); do virsh net-info $n; virsh net-dumpxml --inactive $n; done; for g in $(virsh -q list --all --name); do virsh dumpxml --inactive $g; done',
  )
  // By port: they come in the order in which the links were made, and one that is put back is the newest.
  const vlans = said('bridge vlan')
    .trim()
    .split(/\n(?=\S)/)
  const running = said('for g in $(virsh -q list --name); do virsh dumpxml $g; done')
  const nics = running.match(/<interface type[^]*?<\/interface>/g)?.map((text) => text.replace(GIVEN_WHEN_PLUGGED, ''))
  const taps = said('for g in $(virsh -q list --name); do virsh -q domiflist $g; done')
  return comparable({ ...Object(await stateOf(host)), libvirt: definitions, nics, vlans }, taps, remade)
}

/** And an up that is written out, which is what none means. */
const GIVEN_WHEN_PLUGGED = / portid='[^']*'|\s*<(?:target|alias|address|parameters|link state='up'\/>).*/g

/** Taps have another number each time they are plugged: named by their NICs here, and listed in the order of that. */
function comparable(state: unknown, taps: string, remade: readonly string[]): unknown {
  const names = taps
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(({ length }) => length === 5)
  const renamed = (text: string): string =>
    names.reduce((all, [tap, , , , mac]) => all.replaceAll(new RegExp(`\\b${tap}\\b`, 'g'), `tap-${mac}`), text)
  const isOwnRoute = (text: string): boolean => remade.some((name) => new RegExp(`fe80::\\S+ dev ${name} `).test(text))
  return JSON.parse(JSON.stringify(state), (_key, value: unknown) => {
    if (typeof value === 'string') return isOwnRoute(value) ? 'by its MAC' : renamed(value)
    if (Array.isArray(value)) return value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    if (typeof value !== 'object' || value === null || !('ifname' in value) || !('addresses' in value)) return value
    const isRemade = remade.includes(String(value.ifname))
    return isRemade
      ? { ...value, addresses: JSON.stringify(value.addresses).replace(/fe80::[^/]+/, 'by its MAC') }
      : value
  })
}

async function settled(host: LabHost, remade: readonly string[]): Promise<unknown> {
  await expect.poll(() => host.exec('ip', '-6', 'addr', 'show', 'tentative')).toBe('')
  return wholeState(host, remade)
}

/** The edits of a chapter, staged one by one and planned as one change. Gives its id. */
async function planInForms(page: Page, { intents, notStored = [] }: Chapter): Promise<string> {
  for (const [at, intent] of intents.entries()) await stageEdit(page, intent, intents.slice(0, at))
  const id = await reviewEdits(page)
  const change = await readChange(server, id)
  const wanted = parseIntents(intents)
  expect(wanted.ok && change.intents).toMatchObject(wanted.ok ? wanted.intents : [])
  await expect(plan(page).getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveCount(change.stepCount)
  for (const name of notStored)
    await expect(plan(page).getByRole('region', { name: 'After a reboot' })).toContainText(name)
  return id
}

async function expectOnRecord(page: Page, hostUrl: string, id: string): Promise<void> {
  const change = await readChange(server, id)
  expect(change.status, storyOf(change)).toBe('confirmed')
  expect(await auditedActions(page, id)).toEqual(
    expect.arrayContaining(['change.plan', 'change.apply', 'change.step', 'change.confirm', 'change.end']),
  )
  await page.goto(hostUrl)
  await openFromHistory(page, change, 'kept')
}

/** Said of the objects themselves too, as long as they are there. */
async function expectNotStored(page: Page, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await openPart(page, 'Managed')
  const managed = page.getByRole('table', { name: 'Managed' })
  for (const name of names)
    await expect(managed.getByRole('row', { name: new RegExp(` ${name} .* gone: not stored `) })).toBeVisible()
}

async function play(page: Page, { chapters, remade = [] }: Story, host: LabHost, hostId: string): Promise<void> {
  const hostUrl = `${server.url}/hosts/${hostId}`
  const taken: (() => Promise<void>)[] = []
  for (const chapter of chapters) {
    const { title, shows, before = 'true', beforeUndo = 'true' } = chapter
    await test.step(title, async () => {
      await host.exec('sh', '-ec', before)
      const old = await settled(host, remade)
      await page.goto(hostUrl)
      const id = await planInForms(page, chapter)
      await applyAndKeep(page, { reason: 'a lab has no partner for it' })
      for (const { argv, has } of shows) {
        const said = await host.exec(...argv)
        for (const text of has) expect(said, argv.join(' ')).toContain(text)
      }
      await expectOnRecord(page, hostUrl, id)
      await expectNotStored(page, chapter.notStored ?? [])
      taken.push(() =>
        test.step(`undone: ${title}`, async () => {
          await host.exec('sh', '-ec', beforeUndo)
          await page.goto(`${hostUrl}/changes/${id}`)
          await undoKept(page, { reason: 'it was so before' })
          await expectKept(page)
          await expect.poll(() => wholeState(host, remade), { timeout: 30_000 }).toEqual(old)
        }),
      )
    })
  }
  for (const undo of taken.reverse()) await undo()
}

const tagsOf = ({ isAgain = false }: Story) => (isAgain ? { tag: '@again' } : {})

test.describe('namespace hosts', () => {
  const reason = whyNoNamespaceLab()
  test.skip(reason !== null, reason ?? '')

  let lab: NamespaceLab
  test.beforeAll(async () => {
    lab = await NamespaceLab.up(NAMESPACE_STORIES.length, { prefix: 'labs', net: '198.25' })
  })
  test.afterAll(() => lab?.down())

  for (const [at, story] of NAMESPACE_STORIES.entries()) {
    test(story.title, tagsOf(story), async ({ page }) => {
      test.setTimeout(900_000)
      const host = lab.host(at)
      if (story.seed !== undefined) await host.seed(story.seed)
      await play(page, story, host, (await addLabHost(host, `do-${at + 1}`)).id)
    })
  }
})

test.describe('user-mode-Linux hosts', () => {
  const reason = whyNoUmlLab()
  test.skip(reason !== null, reason ?? '')

  for (const [at, story] of UML_STORIES.entries()) {
    test(story.title, tagsOf(story), async ({ page }) => {
      // A kernel as a process: everything takes several times as long.
      test.setTimeout(1_800_000)
      const lab = await UmlLab.up(`do-${at + 1}`, 9 + at)
      try {
        await lab.host.seed('uml-nics')
        await play(page, story, lab.host, (await addLabHost(lab.host, `uml-do-${at + 1}`)).id)
      } finally {
        await lab.down()
      }
    })
  }
})
