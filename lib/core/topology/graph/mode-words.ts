/* What a setting means for frames, in sentences: macvtap modes, fail modes, LACP. VLANs have a room of their own, core/vlan. */
import type { BondDetail, Link, MacvlanMode } from '../../model/link'
import type { OvsBridge } from '../../model/ovs'

/** macvtap and macvlan modes (ip-link(8)); who can talk to whom. */
export const explainMacvlan = (mode: MacvlanMode): string => {
  switch (mode) {
    case 'bridge':
      return 'bridge: siblings on the same link reach each other directly'
    case 'vepa':
      return 'vepa: every frame goes to the switch; siblings reach each other only if it sends frames back (reflective relay)'
    case 'private':
      return 'private: siblings never reach each other, not even by way of the switch'
    case 'passthru':
      return 'passthru: one guest has the link for itself; no other may stand on it'
    case 'source':
      return 'source: only frames from listed source MACs are let in'
  }
}

/** ipvlan and ipvtap (ip-link(8), Documentation/networking/ipvlan.rst): one MAC for all, told apart by their addresses. */
export const explainIpvlan = ({ mode, reach }: NonNullable<Link['ipvlan']>): string => {
  const siblings = {
    bridge: 'siblings reach each other directly',
    private: 'siblings never reach each other',
    vepa: 'siblings reach each other only by way of the switch',
  }[reach]
  switch (mode) {
    case 'l2':
      return `l2: broadcasts get through; ${siblings}`
    case 'l3':
      return `l3: routed by the host's side, without broadcasts and past its firewall; ${siblings}`
    case 'l3s':
      return `l3s: routed by the host's side and through its firewall, without broadcasts; ${siblings}`
  }
}

export const MACVTAP_HOST =
  'the host itself cannot reach this guest over the same link; a macvlan of the host on that link can (ip link add link LOWER type macvlan mode bridge)'

/** Who forwards when the controller is gone (ovs-vswitchd.conf.db(5), Bridge:fail_mode). */
export const explainFailMode = (bridge: OvsBridge): string => {
  if (bridge.failMode === 'secure')
    return bridge.controllers.length === 0
      ? 'secure, and no controller is set: only flows that someone added forward anything'
      : 'secure: without the controller no new flows are set up; what it set stays'
  const base = 'standalone: the bridge learns MACs and forwards like a switch'
  return bridge.controllers.length === 0 ? base : `${base}, and does so again when the controller is gone for long`
}

export const CONTROLLER_VLANS =
  "with a controller its flows decide: a port's tag counts only where they use the NORMAL action"

/** Configured and come to: two things. */
export const explainLacp = (bond: BondDetail, isOvs: boolean): string => {
  if (bond.lacp === 'off') return 'off'
  const rate = bond.lacpRate === null ? '' : `, ${bond.lacpRate}`
  switch (bond.lacpStatus) {
    case 'negotiated':
      return `${bond.lacp}${rate}: negotiated${bond.partnerMac ? ` with ${bond.partnerMac}` : ''}`
    case 'configured':
      return `${bond.lacp}${rate}: configured, no partner answers${withoutPartner(bond, isOvs)}`
    case 'off':
    case 'unknown':
      return `${bond.lacp}${rate}: what came of it is not known`
  }
}

const withoutPartner = (bond: BondDetail, isOvs: boolean): string => {
  if (!isOvs) return '; one member carries all'
  return bond.hasFallbackActiveBackup ? '; runs as active-backup (lacp-fallback-ab)' : '; members disabled'
}
