// What `npm run bench` compares a guarded change with: Debian's package of Ansible. Elsewhere it says so and does nothing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Why there is no Ansible here; null where there is one, installed just now if need be. */
export function installAnsible() {
  if (existsSync('/usr/bin/ansible-playbook')) return null
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0)
    return 'ansible-playbook is not installed, and is installed by itself on Debian only, as root'
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'ansible-core'],
  ])
    spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env })
  return existsSync('/usr/bin/ansible-playbook') ? null : 'the package ansible-core could not be installed'
}
