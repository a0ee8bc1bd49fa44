import type { CreateHostRequest, HostAuth, ProbeRequest } from '@/lib/contract/hosts'

/** What the flow's fields hold; they keep their values over steps and errors. Numbers are text while they are typed. */
export type AddHostValues = {
  address: string
  port: string
  name: string
  label: string
  username: string
  sudo: boolean
  authKind: HostAuth['kind']
  privateKey: string
  passphrase: string
  password: string
}

export const addHostDefaults: AddHostValues = {
  address: '',
  port: '22',
  name: '',
  label: '',
  username: 'root',
  sudo: false,
  authKind: 'privateKey',
  privateKey: '',
  passphrase: '',
  password: '',
}

/** "22" → 22; what is no whole number becomes NaN, which the contract refuses with its own words. */
const toPort = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN)

/** People paste `[2001:db8::1]`, `ssh://host` and `host/`; only the address is wanted. */
const toAddress = (text: string): string =>
  text
    .trim()
    .replace(/^ssh:\/\//, '')
    .replace(/\/$/, '')
    .replace(/^\[(.*)\]$/, '$1')

export const toProbeRequest = ({ address, port }: Pick<AddHostValues, 'address' | 'port'>): ProbeRequest => ({
  address: toAddress(address),
  port: toPort(port),
})

type AuthValues = Pick<AddHostValues, 'authKind' | 'privateKey' | 'passphrase' | 'password'>

/** Only the chosen kind's secrets leave the form. A key's text gets the line feed at its end that OpenSSH insists on. */
export function toHostAuth({ authKind, privateKey, passphrase, password }: AuthValues): HostAuth {
  switch (authKind) {
    case 'privateKey': {
      const key = privateKey.trim().replaceAll('\r\n', '\n')
      return {
        kind: 'privateKey',
        privateKey: key === '' ? '' : `${key}\n`,
        ...(passphrase === '' ? {} : { passphrase }),
      }
    }
    case 'password':
      return { kind: 'password', password }
    case 'agent':
      return { kind: 'agent' }
  }
}

/** `fingerprint` is the one a person has accepted. */
export function toCreateHostRequest(values: AddHostValues, fingerprint: string): CreateHostRequest {
  return {
    ...toProbeRequest(values),
    name: values.name.trim(),
    label: values.label.trim(),
    username: values.username.trim(),
    // root needs no sudo, and a host may not have it.
    sudo: values.sudo && values.username.trim() !== 'root',
    hostKeyFingerprint: fingerprint,
    auth: toHostAuth(values),
  }
}

/** A first name for the host: "kvm1" of "kvm1.example.org"; an address has none to offer. */
export function suggestName(address: string): string {
  const first = toAddress(address).split('.')[0] ?? ''
  return /^[A-Za-z][A-Za-z0-9_-]*$/.test(first) ? first : ''
}

const FIELDS: Record<string, keyof AddHostValues> = {
  address: 'address',
  port: 'port',
  name: 'name',
  label: 'label',
  username: 'username',
  sudo: 'sudo',
  'auth.privateKey': 'privateKey',
  'auth.passphrase': 'passphrase',
  'auth.password': 'password',
}

/** The field that a path of the request belongs to. */
export const addHostFieldOf = (path: string): keyof AddHostValues | null =>
  Object.hasOwn(FIELDS, path) ? (FIELDS[path] ?? null) : null

/** Error codes that speak about one field: shown there, so that the cure is where the eyes go. */
const CODE_FIELDS: Record<string, keyof AddHostValues> = {
  name_taken: 'name',
  bad_private_key: 'privateKey',
  passphrase_required: 'passphrase',
  passphrase_wrong: 'passphrase',
}

export const addHostFieldOfCode = (code: string): keyof AddHostValues | null =>
  Object.hasOwn(CODE_FIELDS, code) ? (CODE_FIELDS[code] ?? null) : null
