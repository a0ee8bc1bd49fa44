/** Who asks, and over which connection: what `id` and $SSH_CONNECTION say. */
export type Session = {
  userName: string
  /** Runs as root: logged in as root, or through sudo. */
  isRoot: boolean
  /** sudo drops SSH_CONNECTION. */
  isSudo: boolean
  /** "client-address client-port server-address server-port". */
  sshConnection: string | null
}

/** Commands that a test runs in process. */
export const CONSOLE: Session = { userName: 'root', isRoot: true, isSudo: false, sshConnection: null }
