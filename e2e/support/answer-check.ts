import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { EVENT_STREAM } from '@/lib/contract/constants/event-stream'
import { createSseParser } from '@/lib/contract/sse-parser'
import { documentedByUs } from '@/lib/contract/testing/documented'

type AnswerCheck = {
  /** In place of the console's own. */
  url: string
  /** Faults since the last time, each once. */
  takeFaults: () => string[]
  stop: () => Promise<void>
}

/**
 * Stands before a console, hands everything on as it is, and holds what its API answers, events of streams included, against
 * the API's own document. A fault is known before the client has the end of the answer.
 */
export async function startAnswerCheck(consoleUrl: string): Promise<AnswerCheck> {
  const documented = documentedByUs()
  const faults = new Set<string>()
  const note = (found: readonly string[]) => found.forEach((fault) => faults.add(fault))
  const { hostname, port } = new URL(consoleUrl)

  /** Gives what to do with each piece of an answer, and at its end. */
  function reader(method: string, path: string, answer: http.IncomingMessage) {
    const { statusCode: status = 0, headers } = answer
    const type = headers['content-type'] ?? null
    const decoder = new StringDecoder('utf8')
    let text = ''
    const judge = () => note(documented.answer({ method, path, status, type, text }))
    if (!type?.startsWith(EVENT_STREAM))
      return { piece: (data: Buffer) => void (text += decoder.write(data)), end: judge }
    judge()
    const parse = createSseParser()
    const piece = (data: Buffer) => {
      for (const event of parse(decoder.write(data))) note(documented.event(path, event))
    }
    return { piece, end: () => undefined }
  }

  const server = http.createServer((asked, response) => {
    const { method = 'GET', url = '/', headers } = asked
    const path = url.split('?', 1)[0] ?? url
    const isApi = path.startsWith('/api/')
    // What is compressed cannot be read on the way.
    const wanted = isApi ? { ...headers, 'accept-encoding': 'identity' } : headers
    // A connection for each: one that is kept may be closed by the console as it is used.
    const sent = http.request({ hostname, port, method, path: url, headers: wanted, agent: false })
    sent.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      response.flushHeaders()
      const { piece, end } = isApi ? reader(method, path, answer) : { piece: () => undefined, end: () => undefined }
      answer.on('data', (data: Buffer) => {
        piece(data)
        response.write(data)
      })
      answer.on('end', () => {
        end()
        response.end()
      })
      answer.on('error', () => response.destroy())
    })
    sent.on('error', () => response.destroy())
    response.on('close', () => sent.destroy())
    asked.pipe(sent)
  })
  // Clients keep connections: none is to be closed just as it is used.
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Of a TCP server.
  const own = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${own.port}`,
    takeFaults: () => {
      const taken = [...faults]
      faults.clear()
      return taken
    },
    stop: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
