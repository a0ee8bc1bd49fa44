import 'server-only'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Env } from '../env'
import { EnvError, parseKey } from '../env'

/**
 * The 32-byte key that seals credentials. Without PATCHBAY_SECRET_KEY and PATCHBAY_SECRET_KEY_FILE it is made at the first
 * start, beside the database, readable by this user only. Throws EnvError.
 */
export function loadSecretKey(source: Env['secretKey']): Buffer {
  if (source.from === 'environment') return keyFrom(source.text, 'PATCHBAY_SECRET_KEY')
  if (source.from === 'beside-database') createKeyFile(source.file)
  return keyFrom(readKeyFile(source.file), source.file)
}

function createKeyFile(file: string) {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    // "wx" fails where the file exists: two processes starting together end up with one key.
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return
    throw new EnvError(`Patchbay cannot start: the key file ${file} cannot be made: ${String(error)}`, { cause: error })
  }
}

function readKeyFile(file: string): string {
  try {
    const { mode } = statSync(file)
    if ((mode & 0o077) !== 0) {
      throw new Error(`others may read it (mode ${(mode & 0o777).toString(8)}); it should be 600: chmod 600 ${file}`)
    }
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new EnvError(`Patchbay cannot start: the key file ${file} cannot be used: ${reason}`, { cause: error })
  }
}

function keyFrom(text: string, where: string): Buffer {
  const key = parseKey(text)
  if (key) return key
  throw new EnvError(
    `Patchbay cannot start: ${where} must hold 32 bytes as 64 hex digits or as base64; found ${text.length} characters (not shown)`,
  )
}
