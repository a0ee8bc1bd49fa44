import { AppError } from '../errors'

/** A private key of 64 KiB with every newline escaped, and room for the rest. */
const MAX_BODY_BYTES = 128 * 1024

/** The JSON value of a request's body, read with a cap. Throws AppError invalid_json, payload_too_large. */
export async function readJsonBody(request: Request): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const text = await readText(request)
  try {
    return JSON.parse(text)
  } catch (cause) {
    const found = text.trim() === '' ? 'nothing' : `${text.length} characters that are not JSON`
    throw new AppError('invalid_json', { message: `The body should be a JSON object; found ${found}.`, cause })
  }
}

/** Reads in pieces: a body without Content-Length is stopped at the cap, not after it. */
async function readText(request: Request): Promise<string> {
  if (!request.body) return ''
  const decoder = new TextDecoder('utf-8')
  const reader = request.body.getReader()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel()
      throw tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}

const tooLarge = () =>
  new AppError('payload_too_large', { message: `The body is larger than ${MAX_BODY_BYTES / 1024} KiB, the limit.` })
