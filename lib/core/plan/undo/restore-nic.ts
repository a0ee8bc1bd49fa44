import type { Element } from '@xmldom/xmldom'
import { macOfKey, nicOfKey } from '../../observe/nic-key'
import { roomForBootOrder, withoutClash } from '../definitions/boot-order'
import type { WorkingState } from '../working-state'
import { refusesLinkState, unplugHint, whyDeaf } from '../definitions/guest-nic-how'
import { moveNic, sourceText } from '../edits/guest-nic-move'
import { macOf, nicSeen, scopesOf, takenMacs, whyNotTold, writeNic } from '../edits/guest-nic-scopes'
import { asConfigured, copyAttachment, interfaceIn } from '../definitions/guest-nic-xml'

/** A guest's NIC as it is to be again (`key`: nicKey); null: without it. `running` counts only while the guest runs. */
export type NicWanted = {
  guest: string
  key: string
  running: Element | null
  stored: Element | null
  /** Keys of the NICs that came after it in the stored definition, where that is known. */
  followers?: readonly string[]
  /** It was plugged anew for what is taken back: libvirt named another portgroup from then on, and only plugging renames it. */
  wasReplugged?: boolean
}

/** The NIC is plugged, moved or unplugged as wanted, live where that is possible. */
export function restoreNic(working: WorkingState, wanted: NicWanted): void {
  const found = scopesOf(working, wanted.guest, 'both')
  if (found === null) return
  const { guest } = found
  const { key, followers, wasReplugged = false } = wanted
  const mac = macOfKey(key)
  const nic = nicOfKey(guest, key)
  const why = whyNotTold(found, key)
  if (why !== null) return working.refuse('nic', 'not_manageable', why)
  const room = found.stored ? roomForBootOrder(working, guest, found.pair.stored, wanted.stored) : found.pair.stored
  if (room === null && found.pair.stored !== null) return
  const pair = { ...found.pair, stored: room }
  const scopes = { ...found, pair }
  const stored = scopes.stored ? wanted.stored : null
  const now = interfaceIn(pair.running, key)
  const isAppearing = nic === undefined && (wanted.running !== null || stored !== null)
  // A team's two have one.
  const hasPartner = guest.nics.some((other) => macOf(other) === mac)
  const holder = isAppearing && !hasPartner ? takenMacs(working).get(mac) : undefined
  if (holder !== undefined)
    return working.refuse(
      'mac',
      'mac_taken',
      `${mac} belongs to ${holder} by now: take it from there first, or attach a NIC with another address`,
    )
  if (!scopes.running || (now === null && wanted.running === null))
    return writeNic(working, scopes, key, now, stored, followers)
  if (now !== null && wanted.running !== null && nic?.running != null) {
    const next = copyAttachment(now, asConfigured(wanted.running))
    const config = nicSeen(working.state, next, stored)?.running ?? null
    if (config !== null && sourceText(config) !== sourceText(nic.running))
      return moveNic(
        working,
        scopes,
        nic,
        { running: next, stored },
        wasReplugged && whyDeaf(guest) === null ? 'replug' : 'auto',
      )
    const isLinkSame = config?.linkState === nic.running.linkState
    if (!isLinkSame && refusesLinkState(working, nic.running))
      return working.refuse(
        'link',
        'not_live',
        `libvirt ${working.state.libvirt?.version ?? ''} cannot set the link of ${nic.name} of ${guest.name} while the guest runs: stop the guest first`,
      )
    return writeNic(working, scopes, key, isLinkSame ? now : next, stored)
  }
  const deaf = now === null ? null : whyDeaf(guest)
  if (deaf !== null) return working.refuse('guest', deaf.code, `${deaf.text}. Or stop it`)
  if (!guest.hasAcpi)
    return working.refuse(
      'guest',
      'no_acpi',
      `${guest.name} has no ACPI, so its NIC ${key} cannot be plugged while it runs: stop the guest first`,
    )
  if (now !== null) working.warn(unplugHint(guest, key))
  if (nic?.running?.target != null) working.vanishing.add(nic.running.target)
  const running = wanted.running === null ? null : withoutClash(pair.running, asConfigured(wanted.running))
  writeNic(working, scopes, key, running, stored, followers)
}
