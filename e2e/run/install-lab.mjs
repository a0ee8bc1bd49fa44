// Installs the Debian packages that lab hosts are made of. Needs root; elsewhere it says so and does nothing.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PACKAGES = [
  'openvswitch-switch openvswitch-testcontroller',
  'libvirt-daemon libvirt-daemon-system libvirt-clients libvirt-daemon-driver-qemu qemu-system-x86 qemu-utils dnsmasq-base',
  'openssh-server openssh-client sudo iproute2 iptables nftables ethtool lldpd procps iputils-ping busybox-static',
  'user-mode-linux debootstrap e2fsprogs',
].flatMap((line) => line.split(' '))

if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
  console.log('skipped: the lab’s packages are installed on Debian, as root')
} else {
  // The daemons must not start on this machine: lab hosts start their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const apt = (...args) => {
    const { status } = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env })
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} ended with status ${status}`)
  }
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...PACKAGES)
  console.log(`${PACKAGES.length} packages of the lab are installed`)
}
