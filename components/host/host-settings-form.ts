import { toHostAuth, toProbeRequest } from '@/components/hosts/add/add-host-form'
import type { AddHostValues } from '@/components/hosts/add/add-host-form'
import type { Host, UpdateHostRequest } from '@/lib/contract/hosts'

export type GeneralValues = { name: string; label: string; address: string; port: string }

export const toGeneralValues = ({ name, label, address, port }: Host): GeneralValues => ({
  name,
  label,
  address,
  port: String(port),
})

/** Only what differs from the host as it is: a changed address or port makes the console connect anew before it stores. */
export function toGeneralRequest(values: GeneralValues, host: Host): UpdateHostRequest {
  const wanted = { ...toProbeRequest(values), name: values.name.trim(), label: values.label.trim() }
  return {
    ...(wanted.name === host.name ? {} : { name: wanted.name }),
    ...(wanted.label === host.label ? {} : { label: wanted.label }),
    ...(wanted.address === host.address ? {} : { address: wanted.address }),
    ...(wanted.port === host.port ? {} : { port: wanted.port }),
  }
}

/** New credentials replace all of the old ones; secrets never come back from the server, so there is nothing to keep. */
export function toCredentialsRequest(values: AddHostValues): UpdateHostRequest {
  const username = values.username.trim()
  return { username, sudo: values.sudo && username !== 'root', auth: toHostAuth(values) }
}
