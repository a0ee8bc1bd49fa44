/** File names of sshd's keys by type; sshd_config(5), HostKey. */
const KEY_FILES: readonly [RegExp, string][] = [
  [/ed25519/, 'ssh_host_ed25519_key.pub'],
  [/ecdsa/, 'ssh_host_ecdsa_key.pub'],
  [/rsa/, 'ssh_host_rsa_key.pub'],
]

/** The command that prints a host key's fingerprint on the host itself (ssh-keygen(1), -l). */
export function keyCheckCommand(keyType: string): string {
  const file = KEY_FILES.find(([pattern]) => pattern.test(keyType))?.[1] ?? '*.pub'
  return `ssh-keygen -lf /etc/ssh/${file}`
}
