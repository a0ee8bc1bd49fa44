import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { hostKeyAlgorithms } from './client'

const ROOT = path.resolve(import.meta.dirname, '../../..')
/** Brings ssh2 itself, not only its types. */
const SSH2_IMPORT = /^import (?!type\b)[^;]*?from 'ssh2'|(?:require|import)\(['"]ssh2/m
const TYPE_IMPORTS = /^import type .*$/gm

function sources(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|tsx|mts|mjs|js)$/.test(file) && !file.includes('node_modules'))
    .map((file) => path.join(folder, file))
}

describe('the one SSH client', () => {
  it('is made in client.ts and nowhere else in the product', () => {
    const makers = ['lib', 'app', 'components']
      .flatMap(sources)
      // The simulated host is no part of the product: lint keeps lib/server from importing it.
      .filter((file) => !/\.test\.tsx?$|^lib\/simhost\//.test(file))
      .filter((file) => {
        const code = readFileSync(path.join(ROOT, file), 'utf8').replace(TYPE_IMPORTS, '')
        return SSH2_IMPORT.test(code) && /\bClient\b/.test(code)
      })
    expect(makers).toEqual(['lib/server/ssh/client.ts'])
  })

  it('cannot be started without a verifier', () => {
    const code = readFileSync(path.join(import.meta.dirname, 'client.ts'), 'utf8')
    expect(code.match(/new ssh2\.Client\(/g)).toHaveLength(1)
    expect(code).toContain('verifyHostKey: (blob: Buffer) => boolean')
    expect(code).toContain('hostVerifier: options.verifyHostKey')
  })
})

describe('hostKeyAlgorithms', () => {
  it('asks for the known key first', () => {
    expect(hostKeyAlgorithms('ssh-rsa').slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256'])
    expect(hostKeyAlgorithms('ecdsa-sha2-nistp384')[0]).toBe('ecdsa-sha2-nistp384')
  })

  it('never asks for SHA-1 or DSA', () => {
    expect(hostKeyAlgorithms(undefined)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^ssh-(rsa|dss)$/)]))
    expect(hostKeyAlgorithms('ssh-dss')[0]).toBe('ssh-ed25519')
  })
})
