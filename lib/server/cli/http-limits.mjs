// Loaded before the server (node --import): Next makes it and takes no options, and Node waits a minute for the rest of a
// request's head and five for that of its body. Whoever opens many and says nothing would hold as many connections.
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'

/** For the whole of a request to come in, head and body: the largest has 128 KiB. Answers, and streams of events, may take longer. */
const REQUEST_MS = 15_000
const CHECK_EVERY_MS = 1_000

/**
 * Makes every HTTP server of this process end requests that do not come in.
 * @param {{ requestMs: number, checkEveryMs: number }} limits
 */
export function limitRequests({ requestMs, checkEveryMs }) {
  const createServer = http.createServer
  http.createServer = (...args) => {
    const [options, listener] = typeof args[0] === 'function' ? [{}, args[0]] : args
    const limits = { headersTimeout: requestMs, requestTimeout: requestMs, connectionsCheckingInterval: checkEveryMs }
    return createServer.call(http, { ...limits, ...options }, listener)
  }
  syncBuiltinESMExports()
}

limitRequests({ requestMs: REQUEST_MS, checkEveryMs: CHECK_EVERY_MS })
