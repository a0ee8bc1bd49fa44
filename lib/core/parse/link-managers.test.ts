import { describe, expect, it } from 'vitest'
import { parseLinkManagers } from './link-managers'

const valueOf = (...lines: string[]) => {
  const result = parseLinkManagers(lines.join('\n'))
  return result.ok ? result.value : []
}

describe('parseLinkManagers', () => {
  it('takes the links that systemd-networkd sets up', () => {
    expect(
      valueOf(
        'networkd   1 lo    loopback carrier    unmanaged',
        'networkd   2 eth0  ether    routable   configured',
        'networkd   3 eth1  ether    no-carrier configuring',
        'networkd   4 eth2  ether    degraded   pending',
        'networkd   5 br0   bridge   degraded   failed',
        'networkd   6 vnet0 ether    carrier    unmanaged',
        'networkd 6 links listed.',
      ),
    ).toEqual([
      { link: 'br0', manager: 'systemd-networkd', state: 'failed', connection: null },
      { link: 'eth0', manager: 'systemd-networkd', state: 'configured', connection: null },
      { link: 'eth1', manager: 'systemd-networkd', state: 'configuring', connection: null },
    ])
  })

  it('takes those of NetworkManager, with their profile', () => {
    expect(
      valueOf(
        'nm eth0:connected:Wired\\: office\\\\1',
        'nm eth1:disconnected:',
        'nm eth2:connecting (getting IP configuration):dhcp',
        'nm virbr0:connected (externally):virbr0',
        'nm lo:connected (externally):lo',
        'nm eth3:unmanaged:',
        'nm eth4:unavailable:--',
      ),
    ).toEqual([
      { link: 'eth0', manager: 'NetworkManager', state: 'connected', connection: 'Wired: office\\1' },
      { link: 'eth1', manager: 'NetworkManager', state: 'disconnected', connection: null },
      { link: 'eth2', manager: 'NetworkManager', state: 'connecting (getting IP configuration)', connection: 'dhcp' },
      { link: 'eth4', manager: 'NetworkManager', state: 'unavailable', connection: null },
    ])
  })

  it.each(['', 'networkd', 'nm ', 'nm :connected:x', 'networkd x eth0 ether routable configured', 'eth0:connected:x'])(
    'makes nothing of %j',
    (line) => {
      expect(valueOf(line)).toEqual([])
    },
  )
})
