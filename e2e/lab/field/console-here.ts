import { ROUTES } from '@/lib/contract/routes'
import type { RouteSpec } from '@/lib/contract/route-spec'
import type { RuntimeOptions } from '@/lib/server/runtime'
import type { TestConsole as Console } from '@/lib/server/testing/console'
import { BOOTSTRAP_TOKEN, call, startTestConsole } from '@/lib/server/testing/console'
import type { TestConsole } from '../../support/console'

/*
 * A console in this process that answers as one behind a port does: for tests of what it does to hosts, which need no browser and
 * so no build.
 */
export type ConsoleHere = TestConsole & { runtime: Console['runtime'] }

export async function startConsoleHere(options: Pick<RuntimeOptions, 'failpoint'> = {}): Promise<ConsoleHere> {
  const console = await startTestConsole({}, { changeTimings: { connectMs: 8000, confirmSpacingMs: 300 }, ...options })
  const { runtime } = console
  return {
    ...{ url: 'http://console.test', token: BOOTSTRAP_TOKEN, stop: console.stop, runtime },
    api: async (method, route, body) => {
      const { pathname, searchParams } = new URL(`/api/v1${route}`, 'http://console.test')
      const { spec, params } = find(method, pathname)
      const response = await call(spec, {
        params,
        query: Object.fromEntries(searchParams),
        token: BOOTSTRAP_TOKEN,
        body,
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) }
    },
  }
}

function find(method: string, pathname: string): { spec: RouteSpec; params: Record<string, string> } {
  for (const spec of Object.values<RouteSpec>(ROUTES)) {
    if (spec.method !== method) continue
    const groups = new RegExp(`^${spec.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(pathname)
    if (groups !== null) return { spec, params: { ...groups.groups } }
  }
  throw new Error(`no route ${method} ${pathname}`)
}
