import { addHostDefaults, toHostAuth, toProbeRequest } from '@/components/hosts/add/add-host-form'
import type { AddHostValues } from '@/components/hosts/add/add-host-form'
import type { Host, UpdateHostRequest } from '@/lib/contract/hosts'

/** The fields of a host as it is stored. Its secret never comes back from the server, so those fields are empty. */
export const toHostValues = ({ name, label, address, port, username, sudo, authKind }: Host): AddHostValues => ({
  ...addHostDefaults,
  ...{ name, label, address, username, sudo, authKind },
  port: String(port),
})

/** Whether these values lead to another machine than the stored one: the stored secret is not sent there. */
export function isElsewhere(values: Pick<AddHostValues, 'address' | 'port'>, host: Host): boolean {
  const { address, port } = toProbeRequest(values)
  return address !== host.address || port !== host.port
}

/** Only what differs from the host as it is; a changed address or port comes with the secret to use there. */
export function toGeneralRequest(values: AddHostValues, host: Host): UpdateHostRequest {
  const wanted = { ...toProbeRequest(values), name: values.name.trim(), label: values.label.trim() }
  return {
    ...(wanted.name === host.name ? {} : { name: wanted.name }),
    ...(wanted.label === host.label ? {} : { label: wanted.label }),
    ...(wanted.address === host.address ? {} : { address: wanted.address }),
    ...(wanted.port === host.port ? {} : { port: wanted.port }),
    ...(isElsewhere(values, host) ? { auth: toHostAuth(values) } : {}),
  }
}

/** New credentials replace all of the old ones; secrets never come back from the server, so there is nothing to keep. */
export function toCredentialsRequest(values: AddHostValues): UpdateHostRequest {
  const username = values.username.trim()
  return { username, sudo: values.sudo && username !== 'root', auth: toHostAuth(values) }
}

/** Another host key, with the secret to use where it was offered. */
export const toPinRequest = (values: AddHostValues, hostKeyFingerprint: string): UpdateHostRequest => ({
  hostKeyFingerprint,
  auth: toHostAuth(values),
})
