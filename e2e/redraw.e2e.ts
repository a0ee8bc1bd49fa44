import path from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './support/test'

/** A live wiring of hundreds of parts: what has not changed is not drawn again. React itself is asked, see support/count-draws.js. */

const COUNTER = path.join(import.meta.dirname, 'support/count-draws.js')
const NEVER_FOLD = 'fold=1000'
/** Of everything mounted, so many may be drawn for one event: the thing itself, its box, both its lines, and what flashed before. */
const FEW = 12

/** What was drawn since the last call, as "node bond:bond0" and "edge …". */
const takeDrawn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { drawCounter } = window as unknown as { drawCounter: { take: () => Record<string, number> } }
    return Object.keys(drawCounter.take())
  })

const some = (drawn: readonly string[]): string => drawn.slice(0, 30).join('\n')

test('only what changed is drawn again', async ({ page, server, addSimHost, asAdmin: _ }) => {
  const { sim, host } = await addSimHost('big:120')
  await page.addInitScript({ path: COUNTER })
  await page.goto(`${server.url}/hosts/${host.id}?${NEVER_FOLD}`)
  const nodeAt = (id: string) => page.locator(`[data-node-id="${id}"]`)
  const tap = nodeAt('tap:vnet0')
  await expect(tap).toBeVisible()
  expect(await page.locator('[data-node-id], [data-edge-id]').count()).toBeGreaterThan(150)
  expect(await takeDrawn(page), 'the first call begins to count').toEqual([])

  await test.step('a link goes down', async () => {
    sim.run(['ip', 'link', 'set', 'vnet0', 'down'])
    await expect(tap).toHaveAccessibleName(/ down/)
    const drawn = await takeDrawn(page)
    expect(drawn).toContain('node tap:vnet0')
    expect(drawn.length, some(drawn)).toBeLessThanOrEqual(FEW)
  })

  await test.step('one node is selected after another', async () => {
    await tap.click()
    await expect(tap).toHaveAttribute('aria-pressed', 'true')
    await takeDrawn(page)
    await nodeAt('tap:vnet40').click()
    await expect(nodeAt('tap:vnet40')).toHaveAttribute('aria-pressed', 'true')
    const drawn = await takeDrawn(page)
    const lit = await page.locator('[data-on-path]').count()
    expect(lit).toBeGreaterThan(5)
    expect(drawn).toEqual(expect.arrayContaining(['node tap:vnet0', 'node tap:vnet40']))
    // Both ways: the one that goes out and the one that is lit.
    expect(drawn.length, some(drawn)).toBeLessThanOrEqual(2 * lit + FEW)
    await page.keyboard.press('Escape')
  })

  await test.step('a search finds one', async () => {
    await expect(page.locator('[data-on-path]')).toHaveCount(0)
    await takeDrawn(page)
    await page.getByRole('searchbox', { name: 'Search the wiring' }).fill('vm0003')
    await expect(page.locator('[data-fading]')).toBeVisible()
    const drawn = await takeDrawn(page)
    expect(drawn.length, some(drawn)).toBeLessThanOrEqual(2 * FEW)
  })
})
