import type { Page } from '@playwright/test'
import { choose, fromNode, fromRow, pick, type } from './form-acts'
import type { Of } from './form-acts'

/** Forms about guests' NICs. */

export async function fillGuestNicAttach(page: Page, { guest, target, mac, scope }: Of<'guestNic.attach'>) {
  await fromNode(page, `guest ${guest}`, 'Add a NIC…')
  await fillTarget(page, target)
  await type(page, 'MAC address (optional)', mac)
  await chooseScope(page, scope)
}

export async function fillGuestNicMove(page: Page, { guest, nic, target, how, scope }: Of<'guestNic.move'>) {
  await fromRow(page, 'Guests', `${guest} ${nic}`, 'Move NIC…')
  await fillTarget(page, target)
  if (how !== undefined) await choose(page, 'A running guest', HOW[how])
  await chooseScope(page, scope)
}

const HOW = {
  auto: 'the least that works',
  live: 'live only',
  replug: 'replug',
  'power cycle': 'at its next start',
} as const

export async function fillGuestNicLink(page: Page, { guest, nic, state, scope }: Of<'guestNic.setLink'>) {
  await fromRow(page, 'Guests', `${guest} ${nic}`, 'Set its link up or down…')
  await choose(page, 'Link', state)
  await chooseScope(page, scope)
}

export async function fillGuestNicDetach(page: Page, { guest, nic, scope }: Of<'guestNic.detach'>) {
  await fromRow(page, 'Guests', `${guest} ${nic}`, 'Remove NIC…')
  await chooseScope(page, scope)
}

const SCOPES = { both: 'now and later', running: 'now only', stored: 'later only' } as const

const chooseScope = async (page: Page, scope: keyof typeof SCOPES | undefined): Promise<void> => {
  if (scope !== undefined) await choose(page, 'In force', SCOPES[scope])
}

async function fillTarget(page: Page, target: Of<'guestNic.attach'>['target']) {
  if ('network' in target) {
    await choose(page, 'Plugged into', 'a network')
    await pick(page, 'Network', target.network)
    return pick(page, 'Portgroup', target.portgroup)
  }
  if ('dev' in target) {
    await choose(page, 'Plugged into', 'a link')
    await pick(page, 'Link below', target.dev)
    return choose(page, 'Mode', target.mode === 'vepa' ? 'VEPA' : target.mode)
  }
  await choose(page, 'Plugged into', 'a bridge')
  await pick(page, 'Bridge', target.bridge)
  if (target.vlan === undefined) return
  await choose(page, 'VLANs', target.vlan.mode === 'none' ? 'no VLAN' : target.vlan.mode)
  if (target.vlan.mode === 'access') return type(page, 'VLAN', target.vlan.tag)
  if (target.vlan.mode === 'trunk' && typeof target.vlan.tags === 'string')
    return type(page, 'VLANs carried tagged', target.vlan.tags)
}
