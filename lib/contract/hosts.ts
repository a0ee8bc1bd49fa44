import { z } from 'zod'
import { HostSummary } from '../core/model/host-summary'
import { SourceReport, Tool } from '../core/model/network-state'
import { ErrorCode } from './errors'

export const HostId = z.string().regex(/^[0-9a-z]{8,40}$/)
export type HostId = z.infer<typeof HostId>
export const HostParams = z.object({ hostId: HostId })

const Port = z.int('a port is a whole number').min(1, 'ports start at 1; SSH is 22').max(65535, 'ports end at 65535')
const Address = z
  .string()
  .trim()
  .min(1, 'give a name or an address, e.g. kvm1.example.org or 192.0.2.10')
  .max(253)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9._:%-]*$/,
    'give a host name, an IPv4 or an IPv6 address, without a port and without brackets',
  )
const HostName = z
  .string()
  .trim()
  .min(1, 'give the host a name')
  .max(64, 'a name has at most 64 characters')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'use letters, digits, dot, dash and underscore, and begin with a letter or digit',
  )
/** POSIX portable user names, and the `name@realm` of directory users. */
const UserName = z
  .string()
  .trim()
  .min(1, 'give the user to sign in as, e.g. root')
  .max(64)
  .regex(/^[A-Za-z0-9_][A-Za-z0-9._@\\-]*\$?$/, 'this is not a user name')
/** OpenSSH's form: "SHA256:" and 43 characters of unpadded base64. */
export const Fingerprint = z
  .string()
  .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'a fingerprint looks like SHA256: and 43 characters')

export const HostKey = z.object({ type: z.string(), fingerprint: Fingerprint })
export type HostKey = z.infer<typeof HostKey>

export const ProbeRequest = z.object({ address: Address, port: Port.default(22) })
export type ProbeRequest = z.infer<typeof ProbeRequest>
export const ProbeResponse = z.object({ hostKey: HostKey })
export type ProbeResponse = z.infer<typeof ProbeResponse>

export const HostAuth = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('privateKey'),
    privateKey: z.string().min(1, 'paste the private key, from BEGIN to END').max(65536),
    passphrase: z.string().max(1024).optional(),
  }),
  z.object({ kind: z.literal('password'), password: z.string().min(1, 'give the password').max(1024) }),
  z.object({ kind: z.literal('agent') }),
])
export type HostAuth = z.infer<typeof HostAuth>

export const CreateHostRequest = z.object({
  name: HostName,
  address: Address,
  port: Port.default(22),
  username: UserName,
  /** Run everything through `sudo -n`. Not needed as root. */
  sudo: z.boolean().default(false),
  /** What a person accepted: the connection goes no further when the host offers another key. */
  hostKeyFingerprint: Fingerprint,
  auth: HostAuth,
  /** Free text to group hosts by: a rack, a site. */
  label: z.string().trim().max(64).default(''),
})
export type CreateHostRequest = z.infer<typeof CreateHostRequest>

/**
 * A new fingerprint replaces the pinned one; new credentials replace the stored ones. Stored credentials are never sent to
 * another address or port, as another user or to another key: whoever changes one of these gives `auth` again.
 */
export const UpdateHostRequest = z
  .object({
    name: HostName,
    address: Address,
    port: Port,
    username: UserName,
    sudo: z.boolean(),
    hostKeyFingerprint: Fingerprint,
    auth: HostAuth,
    label: z.string().trim().max(64),
  })
  .partial()
export type UpdateHostRequest = z.infer<typeof UpdateHostRequest>

/** online: connected and read · connecting: on the way · offline: no answer, tried again with back-off · refused: needs a person. */
export const HostStatus = z.enum(['online', 'connecting', 'offline', 'refused'])
export type HostStatus = z.infer<typeof HostStatus>

/** What a person should know of a host beside its status. */
export const HostNote = z.object({
  /**
   * same_machine: also added under another name · same_machine_id: another entry has its machine id, and may be a clone · few_channels: sshd
   * leaves no channel to follow it live.
   */
  kind: z.enum(['same_machine', 'same_machine_id', 'few_channels']),
  /** What was found, and what would be right. */
  message: z.string(),
})
export type HostNote = z.infer<typeof HostNote>

export const Host = z.object({
  id: HostId,
  name: z.string(),
  label: z.string(),
  address: z.string(),
  port: z.int(),
  username: z.string(),
  sudo: z.boolean(),
  authKind: z.enum(['privateKey', 'password', 'agent']),
  hostKey: HostKey,
  status: HostStatus,
  /** Why it is not online, for a person; null when it is. */
  statusReason: z.object({ code: ErrorCode, message: z.string() }).nullable(),
  /** ISO time of the last complete reading; null before the first. */
  lastReadAt: z.iso.datetime().nullable(),
  /** ISO time of the next try, while offline. */
  nextAttemptAt: z.iso.datetime().nullable(),
  /** For a changed key: what the host offers now. */
  offeredHostKey: HostKey.nullable(),
  notes: z.array(HostNote),
  summary: HostSummary.nullable(),
  createdAt: z.iso.datetime(),
})
export type Host = z.infer<typeof Host>

export const HostResponse = Host
export const HostListResponse = z.object({ hosts: z.array(Host) })
export type HostListResponse = z.infer<typeof HostListResponse>

/** What a new host can show: tools and what is missing, in the order of the reading. */
export const ReadinessResponse = z.object({ tools: z.array(Tool), sources: z.array(SourceReport) })
export type ReadinessResponse = z.infer<typeof ReadinessResponse>
