import type { SshAuth } from '../ssh/auth'

/** What is needed to reach a host, without its secrets. */
export type FleetHost = {
  id: string
  address: string
  port: number
  username: string
  /** Run everything through `sudo -n`. */
  sudo: boolean
  /** The one key that is accepted: "SHA256:" and 43 characters of base64. */
  hostKeyFingerprint: string
  /** "ssh-ed25519" …: asked for first, so that a host with several keys shows the pinned one. */
  hostKeyType?: string
}

/** The same with credentials: held only while a connection is made. */
export type HostSettings = FleetHost & { auth: SshAuth }
