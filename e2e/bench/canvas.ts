import type { CDPSession, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { bigHost } from '@/lib/simhost/hosts/generated'
import { createHost, readTopology, refreshHost } from '../support/api'
import { CHROMIUM } from '../support/chromium'
import { signIn, startTestConsole } from '../support/console'
import type { Bench, Figure } from './figures'
import { quantiles } from './figures'

/** With its tap, its port and its NIC, each guest is four objects. */
const GUESTS = 480
const FRAMES = 120
const NAVIGATIONS = 10

export const canvas: Bench = {
  id: 'canvas',
  what: `the wiring of a host with ${GUESTS} guests: script time per frame of panning and zooming, and the first graph`,
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
    const page = await context.newPage()
    const firsts: number[] = []
    for (let n = 0; n < NAVIGATIONS; n += 1) firsts.push(await firstGraph(page, `${server.url}/hosts/${id}`))
    const cdp = await context.newCDPSession(page)
    await cdp.send('Performance.enable')
    const panning = await scriptPerFrame(page, cdp, {})
    const zooming = await scriptPerFrame(page, cdp, { modifiers: 2 })
    const mounted = await page.locator('.react-flow__node').count()
    const notes = [`${objects} objects, ${mounted} boxes mounted`]
    const toFigure = (name: string, samples: number[], budget: Figure['budget']): Figure => ({
      ...{ name, unit: 'ms', samples: samples.length, ours: quantiles(samples), instead: null, budget, notes },
    })
    return [
      toFigure('script time per frame of panning', panning, { p95: 8 }),
      toFigure('script time per frame of zooming', zooming, { p95: 8 }),
      toFigure('first graph after navigation', firsts, { p95: 1500 }),
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

/** Script time of each frame in which the wheel was turned once: what Chromium counts, not how long the frame took. */
async function scriptPerFrame(page: Page, cdp: CDPSession, options: { modifiers?: number }): Promise<number[]> {
  const scriptMs = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN) * 1_000
  }
  const samples: number[] = []
  for (let n = 0; n < FRAMES; n += 1) {
    const back = n % 20 < 10 ? 1 : -1
    const before = await scriptMs()
    await cdp.send('Input.dispatchMouseEvent', {
      ...{ type: 'mouseWheel', x: 700, y: 500, deltaX: options.modifiers ? 0 : back * 40, deltaY: back * 40 },
      ...options,
    })
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    samples.push((await scriptMs()) - before)
  }
  return samples
}
