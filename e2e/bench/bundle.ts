import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { signIn, startTestConsole } from '../support/console'
import type { Bench, Figure } from './figures'
import { single } from './figures'

const BUILD = path.resolve(import.meta.dirname, '../../.next')
const FIRST_ROUTE_KB = 180
/** The graph is drawn by React Flow; no other route may need it. */
const TOPOLOGY_ROUTE = '/hosts/[hostId]'
const TOPOLOGY_KB = 260
/** Shown to who is not signed in. */
const SIGNED_OUT = ['/sign-in']
/** Shown once in a console's life, and made of what /sign-in is made of. */
const NEVER_AGAIN = ['/setup', '/']

export const bundle: Bench = {
  id: 'bundle',
  what: 'JavaScript that a route’s HTML loads, gzipped',
  whyNot: () => (existsSync(path.join(BUILD, 'BUILD_ID')) ? null : 'there is no build'),
  run: measure,
}

/** Every page of the build, by the scripts in the HTML that the console answers with. */
async function measure(): Promise<Figure[]> {
  const server = await startTestConsole()
  try {
    const cookie = await signIn(server)
    const figures: Figure[] = []
    for (const route of pageRoutes()) {
      const address = `${server.url}${route.replaceAll(/\[\w+\]/g, 'bench000')}`
      const headers = SIGNED_OUT.includes(route) ? undefined : { cookie: `${cookie.name}=${cookie.value}` }
      const response = await fetch(address, { redirect: 'manual', ...(headers ? { headers } : {}) })
      if (response.status === 200) figures.push(toFigure(route, scriptsOf(await response.text())))
      else console.log(`skipped: JavaScript of ${route}: it answered ${response.status}`)
    }
    return figures.sort((a, b) => b.ours.p50 - a.ours.p50)
  } finally {
    await server.stop()
  }
}

function toFigure(route: string, scripts: readonly string[]): Figure {
  const bytes = scripts.map((file) => gzipSync(readFileSync(path.join(BUILD, 'static', file)), { level: 6 }).byteLength)
  return {
    name: `JavaScript of ${route}`,
    unit: 'kB',
    samples: 1,
    ours: single(bytes.reduce((sum, each) => sum + each, 0) / 1000),
    instead: null,
    budget: { max: route === TOPOLOGY_ROUTE ? TOPOLOGY_KB : FIRST_ROUTE_KB },
  }
}

/** Scripts of modern browsers: the polyfills of old ones are marked noModule and are not fetched. */
function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag))
  const sources = tags.flatMap((tag) => /\bsrc="\/_next\/static\/([^"?]+\.js)/.exec(tag)?.[1] ?? [])
  if (sources.length === 0) throw new Error('the page loads no scripts: has the build changed its shape?')
  return [...new Set(sources)]
}

function pageRoutes(): string[] {
  const manifest: unknown = JSON.parse(readFileSync(path.join(BUILD, 'app-path-routes-manifest.json'), 'utf8'))
  return Object.entries(manifest ?? {}).flatMap(([file, route]: [string, unknown]) =>
    file.endsWith('/page') && typeof route === 'string' && !route.startsWith('/_') && !NEVER_AGAIN.includes(route)
      ? [route]
      : [],
  )
}
