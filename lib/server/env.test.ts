import { describe, expect, it } from 'vitest'
import { EnvError, parseKey, readEnv } from './env'

const errorOf = (source: Record<string, string>) => {
  try {
    readEnv(source, '/srv/patchbay')
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  return null
}

describe('readEnv', () => {
  it('needs nothing', () => {
    expect(readEnv({}, '/srv/patchbay')).toMatchObject({
      port: 3000,
      databaseFile: '/srv/patchbay/data/patchbay.db',
      secretKey: { from: 'beside-database', file: '/srv/patchbay/data/patchbay.key' },
      bootstrapToken: null,
      bootstrapAdmin: null,
      publicUrl: null,
      trustedProxies: [],
      secureCookies: 'auto',
    })
  })

  it('takes an absolute database and an empty variable as not set', () => {
    const env = readEnv({ DATABASE_URL: 'file:/var/lib/patchbay/p.db', PATCHBAY_BOOTSTRAP_TOKEN: '' }, '/srv')
    expect(env).toMatchObject({ databaseFile: '/var/lib/patchbay/p.db', bootstrapToken: null })
  })

  it.each([
    [{ PORT: 'http' }, /PORT must be a port number; found "http"/],
    [{ DATABASE_URL: 'postgres://x' }, /DATABASE_URL must be a SQLite file.*found "postgres:\/\/x"/],
    [{ PATCHBAY_FAILPOINT: 'somewhere' }, /PATCHBAY_FAILPOINT must be one of after_preflight.*found "somewhere"/],
    [{ PATCHBAY_LOG_LEVEL: 'loud' }, /PATCHBAY_LOG_LEVEL must be one of .*found "loud"/],
    [{ PATCHBAY_TRUST_PROXY: 'true' }, /PATCHBAY_TRUST_PROXY is no longer read: name the proxies in PATCHBAY_TRUSTED/],
    [
      { PATCHBAY_TRUSTED_PROXIES: '10.0.0.0/40' },
      /PATCHBAY_TRUSTED_PROXIES must list addresses .*found "10.0.0.0\/40"/,
    ],
    [{ PATCHBAY_TRUSTED_PROXIES: 'proxy.lan' }, /PATCHBAY_TRUSTED_PROXIES must list addresses/],
    [{ PATCHBAY_PUBLIC_URL: 'patchbay.example' }, /PATCHBAY_PUBLIC_URL must be the address of the console alone/],
    [{ PATCHBAY_PUBLIC_URL: 'https://x.example/patchbay' }, /PATCHBAY_PUBLIC_URL must be the address of the console/],
    [
      { PATCHBAY_ADMIN_LOGIN: 'ada' },
      /PATCHBAY_ADMIN_PASSWORD must be set where PATCHBAY_ADMIN_LOGIN is; found nothing/,
    ],
  ])('names the variable, what was found and what is right: %o', (source, message) => {
    expect(errorOf(source)).toMatch(message)
  })

  it('trusts the machine itself as a proxy once there is a public address, unless told whom', () => {
    const PATCHBAY_PUBLIC_URL = 'https://patchbay.example'
    const publicUrl = {
      origin: PATCHBAY_PUBLIC_URL,
      host: 'patchbay.example',
      hostname: 'patchbay.example',
      isHttps: true,
    }
    expect(readEnv({ PATCHBAY_PUBLIC_URL }, '/srv')).toMatchObject({ publicUrl, trustedProxies: [{ prefix: 8 }, {}] })
    const named = readEnv({ PATCHBAY_PUBLIC_URL, PATCHBAY_TRUSTED_PROXIES: '10.0.0.1, fd00::/64' }, '/srv')
    expect(named.trustedProxies).toMatchObject([{ prefix: 32 }, { prefix: 64 }])
  })

  it('names every wrong variable at once', () => {
    expect(errorOf({ PORT: '70000', PATCHBAY_SECURE_COOKIES: 'maybe' })?.split('\n')).toHaveLength(3)
  })

  it('never shows a secret', () => {
    const secrets = {
      PATCHBAY_SECRET_KEY: 'hunter2-key',
      PATCHBAY_BOOTSTRAP_TOKEN: 'hunter2-token',
      PATCHBAY_ADMIN_LOGIN: 'a',
    }
    const message = errorOf({ ...secrets, PATCHBAY_ADMIN_PASSWORD: 'hunter2' })
    expect(message).toMatch(/PATCHBAY_BOOTSTRAP_TOKEN must have at least 32 characters.*found 13 characters/)
    expect(message).not.toContain('hunter2')
  })
})

describe('parseKey', () => {
  const key = Buffer.alloc(32, 7)
  it.each([key.toString('hex'), key.toString('base64'), key.toString('base64url')])('reads %s', (text) => {
    expect(parseKey(text)).toEqual(key)
  })
  it.each(['', 'short', 'f'.repeat(63), Buffer.alloc(31).toString('base64')])('refuses %j', (text) => {
    expect(parseKey(text)).toBeNull()
  })
})
