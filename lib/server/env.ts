import 'server-only'
import path from 'node:path'
import { z } from 'zod'
import { SetupRequest } from '@/lib/contract/auth'
import type { Failpoint } from './change/change-types'
import { FAILPOINTS } from './change/change-types'
import type { Network } from './http/network'
import { LOOPBACK, parseNetwork } from './http/network'

/** 32 bytes as 64 hex digits or as base64 (44 characters, padding optional). Null: neither. */
export function parseKey(text: string): Buffer | null {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  const isCanonical = /^[0-9a-f]{64}$/i.test(text) || /^[A-Za-z0-9+/_-]{43}=?$/.test(text)
  return isCanonical && key.length === 32 ? key : null
}

const PublicUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null
  const isOurs = url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`
  if (isOurs) return { origin: url.origin, host: url.host, hostname: url.hostname, isHttps: url.protocol === 'https:' }
  context.addIssue({
    code: 'custom',
    message: 'must be the address of the console alone, e.g. https://patchbay.example',
  })
  return z.NEVER
})

const ProxyList = z.string().transform((text, context) => {
  const networks = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(parseNetwork)
  const known = networks.filter((network) => network !== null)
  if (known.length === networks.length) return known
  const message = 'must list addresses or networks of proxies, e.g. 127.0.0.1, 10.0.0.0/24, fd00::/64'
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

const PortNumber = z.coerce
  .number('must be a port number')
  .int('must be a whole number')
  .min(0)
  .max(65535, 'must be at most 65535')

const Variables = z
  .object({
    PORT: PortNumber.default(3000),
    HOSTNAME: z.string().default('localhost'),
    DATABASE_URL: z
      .string()
      .regex(/^file:[^:?]+/, 'must be a SQLite file, e.g. file:./data/patchbay.db')
      .default('file:./data/patchbay.db'),
    PATCHBAY_SECRET_KEY: z
      .string()
      .refine(
        (text) => parseKey(text) !== null,
        'must be 32 bytes as 64 hex digits or as base64, e.g. made with: openssl rand -base64 32',
      )
      .optional(),
    PATCHBAY_SECRET_KEY_FILE: z.string().optional(),
    PATCHBAY_BOOTSTRAP_TOKEN: z
      .string()
      .min(32, 'must have at least 32 characters, e.g. made with: openssl rand -hex 32')
      .max(256, 'must have at most 256 characters')
      .regex(/^[\x21-\x7e]*$/, 'must be printable ASCII without blanks: it travels in an HTTP header')
      .optional(),
    PATCHBAY_ADMIN_LOGIN: SetupRequest.shape.login.optional(),
    PATCHBAY_ADMIN_PASSWORD: SetupRequest.shape.password.optional(),
    PATCHBAY_LOG_LEVEL: z
      .enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
        'must be one of trace, debug, info, warn, error, fatal, silent',
      )
      .default('info'),
    PATCHBAY_FAILPOINT: z.enum(FAILPOINTS, `must be one of ${FAILPOINTS.join(', ')}`).optional(),
    PATCHBAY_PUBLIC_URL: PublicUrl.optional(),
    PATCHBAY_TRUSTED_PROXIES: ProxyList.optional(),
    /** Its successor names the proxies. Whoever still sets it must not find every client at the proxy's address. */
    PATCHBAY_TRUST_PROXY: z
      .undefined('is no longer read: name the proxies in PATCHBAY_TRUSTED_PROXIES, e.g. 127.0.0.1')
      .optional(),
    SSH_AUTH_SOCK: z.string().optional(),
    PATCHBAY_SECURE_COOKIES: z.enum(['auto', 'always', 'never'], 'must be auto, always or never').default('auto'),
  })
  .superRefine((v, context) => {
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (v.PATCHBAY_SECRET_KEY && v.PATCHBAY_SECRET_KEY_FILE) {
      refuse('PATCHBAY_SECRET_KEY_FILE', 'must not be set together with PATCHBAY_SECRET_KEY: keep one of them')
    }
    if (v.PATCHBAY_ADMIN_LOGIN && !v.PATCHBAY_ADMIN_PASSWORD) {
      refuse('PATCHBAY_ADMIN_PASSWORD', 'must be set where PATCHBAY_ADMIN_LOGIN is')
    }
    if (v.PATCHBAY_ADMIN_PASSWORD && !v.PATCHBAY_ADMIN_LOGIN) {
      refuse('PATCHBAY_ADMIN_LOGIN', 'must be set where PATCHBAY_ADMIN_PASSWORD is')
    }
  })

export type Env = {
  port: number
  hostname: string
  databaseFile: string
  /** Where the key that seals credentials comes from. `beside-database`: made there at the first start. */
  secretKey: { from: 'environment'; text: string } | { from: 'file' | 'beside-database'; file: string }
  bootstrapToken: string | null
  /** Creates the first administrator while there is none. */
  bootstrapAdmin: { login: string; password: string } | null
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  /** What browsers have in their address bar, where that is not the address listened on; host with its port. Null: not said. */
  publicUrl: { origin: string; host: string; hostname: string; isHttps: boolean } | null
  /** Whose X-Forwarded-For, -Proto and -Host are believed. */
  trustedProxies: readonly Network[]
  secureCookies: 'auto' | 'always' | 'never'
  /** The console's own ssh-agent, for hosts whose credentials lie there; null: none runs. */
  sshAgentSocket: string | null
  /** For tests: the console kills itself (SIGKILL) when a change gets here. */
  failpoint: Failpoint | null
}

export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/**
 * Reads the whole configuration, once. An empty variable counts as not set. Relative files are relative to `cwd`.
 * Throws EnvError naming each wrong variable, what was found (never a secret's text) and what would be right.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>>, cwd: string): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, text]) => text !== undefined && text !== ''))
  const result = Variables.safeParse(given)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = String(issue.path[0])
      return `  ${name} ${issue.message}; found ${describe(name, given[name])}`
    })
    throw new EnvError(`Patchbay cannot start: the configuration is wrong.\n${lines.join('\n')}`)
  }
  const v = result.data
  const databaseFile = path.resolve(cwd, v.DATABASE_URL.replace(/^file:(\/\/)?/, '').replace(/\?.*$/, ''))
  return {
    port: v.PORT,
    hostname: v.HOSTNAME,
    databaseFile,
    secretKey: secretKeySource(v, databaseFile, cwd),
    bootstrapToken: v.PATCHBAY_BOOTSTRAP_TOKEN ?? null,
    bootstrapAdmin:
      v.PATCHBAY_ADMIN_LOGIN && v.PATCHBAY_ADMIN_PASSWORD
        ? { login: v.PATCHBAY_ADMIN_LOGIN, password: v.PATCHBAY_ADMIN_PASSWORD }
        : null,
    logLevel: v.PATCHBAY_LOG_LEVEL,
    publicUrl: v.PATCHBAY_PUBLIC_URL ?? null,
    // A console with another address than its own has a proxy, most often beside it.
    trustedProxies: v.PATCHBAY_TRUSTED_PROXIES ?? (v.PATCHBAY_PUBLIC_URL ? LOOPBACK : []),
    secureCookies: v.PATCHBAY_SECURE_COOKIES,
    sshAgentSocket: v.SSH_AUTH_SOCK ?? null,
    failpoint: v.PATCHBAY_FAILPOINT ?? null,
  }
}

/** readEnv for this process: the one place that reads process.env. */
export const readProcessEnv = (): Env => readEnv(process.env, process.cwd())

function secretKeySource(v: z.infer<typeof Variables>, databaseFile: string, cwd: string): Env['secretKey'] {
  if (v.PATCHBAY_SECRET_KEY) return { from: 'environment', text: v.PATCHBAY_SECRET_KEY }
  if (v.PATCHBAY_SECRET_KEY_FILE) return { from: 'file', file: path.resolve(cwd, v.PATCHBAY_SECRET_KEY_FILE) }
  return { from: 'beside-database', file: path.join(path.dirname(databaseFile), 'patchbay.key') }
}

const SECRETS = new Set(['PATCHBAY_SECRET_KEY', 'PATCHBAY_BOOTSTRAP_TOKEN', 'PATCHBAY_ADMIN_PASSWORD'])

function describe(name: string, text: string | undefined): string {
  if (text === undefined) return 'nothing'
  return SECRETS.has(name) ? `${text.length} characters (not shown)` : JSON.stringify(text.slice(0, 200))
}
