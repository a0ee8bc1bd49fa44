import type { Element } from '@xmldom/xmldom'
import type { LibvirtVlan } from '../model/libvirt'
import { attribute, childElements, firstChild } from './xml'

/**
 * The `<vlan>` child of an interface, portgroup or network, or null. As libvirt does, trunk="yes" is implied by several
 * tags and by a native one (formatnetwork.html, "Setting VLAN tag"). Tags that are no VLAN (0..4095) are left out.
 */
export function readVlan(parent: Element): LibvirtVlan | null {
  const vlan = firstChild(parent, 'vlan')
  if (vlan === null) return null
  const tags = childElements(vlan, 'tag').flatMap((tag): LibvirtVlan['tags'] => {
    const id = attribute(tag, 'id') ?? ''
    const nativeMode = attribute(tag, 'nativeMode')
    if (!/^\d{1,4}$/.test(id) || Number(id) > 4095) return []
    return [{ id: Number(id), nativeMode: nativeMode === 'tagged' || nativeMode === 'untagged' ? nativeMode : null }]
  })
  if (tags.length === 0) return null
  const isTrunk = attribute(vlan, 'trunk') === 'yes' || tags.length > 1 || tags.some((tag) => tag.nativeMode !== null)
  return { isTrunk, tags }
}
