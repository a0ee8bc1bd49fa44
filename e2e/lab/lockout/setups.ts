import type { LabHost } from '../lab'

/** Where a host's management address sits. Made by the host's own commands, from a host with the address on its NIC. */
export type Setup = 'nic' | 'ovs-bridge' | 'linux-bridge' | 'bond'

export type Management = {
  setup: Setup
  /** What holds the address: the NIC itself, the bridge, the bond. */
  link: string
  /** The NIC below it. */
  nic: string
  cidr: string
}

const BRIDGE = 'brm'
const BOND = 'bondm'

/** Builds the set-up. Over ssh the host is cut off meanwhile: the commands run by themselves, in a session of their own. */
export async function prepareManagement(host: LabHost, setup: Setup): Promise<Management> {
  const nic = setup === 'bond' ? 'eth0' : 'mgmt0'
  const cidr = `${host.address}/24`
  const move = (to: string) => [
    `ip addr flush dev ${nic} scope global`,
    `ip link set ${to} up`,
    `ip addr add ${cidr} dev ${to}`,
  ]
  switch (setup) {
    case 'nic':
      return { setup, link: nic, nic, cidr }
    case 'ovs-bridge':
      await host.exec(
        'sh',
        '-ec',
        [`ovs-vsctl add-br ${BRIDGE} -- add-port ${BRIDGE} ${nic}`, ...move(BRIDGE)].join('; '),
      )
      return { setup, link: BRIDGE, nic, cidr }
    case 'linux-bridge':
      await host.exec(
        'sh',
        '-ec',
        [`ip link add ${BRIDGE} type bridge`, `ip link set ${nic} master ${BRIDGE}`, ...move(BRIDGE)].join('; '),
      )
      return { setup, link: BRIDGE, nic, cidr }
    case 'bond': {
      const steps = [
        'modprobe -a bonding dummy',
        `ip link add ${BOND} type bond mode active-backup miimon 100`,
        'ip link add dm0 type dummy',
        'ip link add dm1 type dummy',
        `ip link set ${nic} down`,
        `ip link set ${nic} master ${BOND}`,
        ...move(BOND),
        // The hand-made steps know nothing of routes.
        'ip route flush default',
      ]
      await host.exec(`setsid sh -c '${steps.join('; ')}' </dev/null >/dev/null 2>&1 &`)
      const hasMoved = () => host.attempt(['ip', '-4', '-o', 'addr', 'show', 'dev', BOND]).stdout.includes(cidr)
      for (let tries = 0; !hasMoved(); tries += 1) if (tries > 20) throw new Error(`${host.name} does not get its bond`)
      return { setup, link: BOND, nic, cidr }
    }
  }
}
