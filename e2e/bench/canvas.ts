import type { CDPSession, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { bigHost } from '@/lib/simhost/hosts/generated'
import type { SimHost } from '@/lib/simhost/sim-host'
import { createHost, readTopology, refreshHost } from '../support/api'
import { CHROMIUM } from '../support/chromium'
import { signIn, startTestConsole } from '../support/console'
import type { Bench, Figure } from './figures'
import { quantiles } from './figures'

/** With its tap, its port and its NIC, each guest is four objects. */
const GUESTS = 480
const FRAMES = 120
const NAVIGATIONS = 10
const PATCHES = 30
/** As the wiring's address says it: every guest is drawn by itself. */
const NEVER_FOLD = '?fold=1000'
/** Near the top of the whole picture, so that it is mounted. */
const LINK = { name: 'vnet0', selector: '[data-node-id="tap:vnet0"]' }

export const canvas: Bench = {
  id: 'canvas',
  what: `the wiring of a host with ${GUESTS} guests: the first graph, script time per frame of panning and zooming and per live change`,
  whyNot: () => null,
  run: measure,
}

async function measure(): Promise<Figure[]> {
  const sim = bigHost({ guests: GUESTS })
  await sim.start()
  const server = await startTestConsole()
  const browser = await chromium.launch(CHROMIUM.launchOptions)
  try {
    const { id } = await createHost(server, {
      name: 'big',
      address: '127.0.0.1',
      port: sim.server.port,
      username: 'root',
      auth: { kind: 'password', password: sim.access.password },
    })
    await refreshHost(server, id)
    const objects = (await readTopology(server, id)).nodes.length
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
    await context.addCookies([await signIn(server)])
    await context.addInitScript({ path: `${import.meta.dirname}/in-page.js` })
    await context.addInitScript({ path: `${import.meta.dirname}/../support/count-draws.js` })
    const page = await context.newPage()
    const firsts: number[] = []
    for (let n = 0; n < NAVIGATIONS; n += 1) firsts.push(await firstGraph(page, `${server.url}/hosts/${id}`))
    const cdp = await context.newCDPSession(page)
    // Processor time, not the clock's: what else runs on the machine does not count.
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
    const folded = await frames(page, cdp, 'folded')
    await page.goto(`${server.url}/hosts/${id}${NEVER_FOLD}`)
    await page.locator(LINK.selector).waitFor()
    const notes = [`${objects} objects`]
    return [
      { ...figureOf('first graph after navigation', firsts, { p95: 1500 }), notes },
      ...folded,
      ...(await frames(page, cdp, 'nothing folded')),
      ...(await liveChanges(page, cdp, sim)),
    ]
  } finally {
    await browser.close()
    await server.stop()
    await sim.stop()
  }
}

/** From the start of a navigation to the frame that shows the first box, with a warm cache. */
async function firstGraph(page: Page, address: string): Promise<number> {
  await page.goto(address)
  return page.evaluate(async () => {
    const inPage = window as unknown as { benchWatch: (selector: string, isWanted: boolean) => Promise<number> }
    return (await inPage.benchWatch('[data-node-id]', true)) - performance.timeOrigin
  })
}

const figureOf = (name: string, samples: number[], budget: Figure['budget']): Figure => ({
  ...{ name, unit: 'ms', samples: samples.length, ours: quantiles(samples), instead: null, budget },
})

async function frames(page: Page, cdp: CDPSession, which: string): Promise<Figure[]> {
  const panning = await scriptPerFrame(page, cdp, {})
  const zooming = await scriptPerFrame(page, cdp, { modifiers: 2 })
  const notes = [`${await page.locator('.react-flow__node').count()} boxes mounted`]
  return [
    { ...figureOf(`script time per frame of panning, ${which}`, panning, { p95: 8 }), notes },
    { ...figureOf(`script time per frame of zooming, ${which}`, zooming, { p95: 8 }), notes },
  ]
}

/** A link goes down and comes up: from the patch that the browser gets to the picture that shows it. */
async function liveChanges(page: Page, cdp: CDPSession, sim: SimHost): Promise<Figure[]> {
  const samples: number[] = []
  const drawn: number[] = []
  for (let n = 0; n < PATCHES; n += 1) {
    const isDown = n % 2 === 0
    await drawnSince(page)
    const before = await scriptMs(cdp)
    sim.run(['ip', 'link', 'set', LINK.name, isDown ? 'down' : 'up'])
    await page.locator(`${LINK.selector}[data-health="${isDown ? 'off' : 'ok'}"]`).waitFor()
    await nextFrame(page)
    samples.push((await scriptMs(cdp)) - before)
    drawn.push((await drawnSince(page)).length)
  }
  const mounted = await page.locator('[data-node-id], [data-edge-id]').count()
  const notes = [
    `of ${mounted} mounted nodes and edges ${quantiles(drawn).p50} were drawn again (median), at most ${Math.max(...drawn)}`,
  ]
  return [{ ...figureOf('script time per live change, nothing folded', samples, {}), notes }]
}

const drawnSince = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const inPage = window as unknown as { drawCounter: { take: () => Record<string, number> } }
    return Object.keys(inPage.drawCounter.take())
  })

const nextFrame = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))

/** What the page's scripts took until now, as Chromium counts it. */
async function scriptMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000
}

/** Script time of each frame in which the wheel was turned once: what Chromium counts, not how long the frame took. */
async function scriptPerFrame(page: Page, cdp: CDPSession, options: { modifiers?: number }): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; n < FRAMES; n += 1) {
    const back = n % 20 < 10 ? 1 : -1
    const before = await scriptMs(cdp)
    await cdp.send('Input.dispatchMouseEvent', {
      ...{ type: 'mouseWheel', x: 700, y: 500, deltaX: options.modifiers ? 0 : back * 40, deltaY: back * 40 },
      ...options,
    })
    await nextFrame(page)
    samples.push((await scriptMs(cdp)) - before)
  }
  return samples
}
