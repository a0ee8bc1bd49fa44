import type { Choice } from '@/components/fields/ChoiceField'

/** What macvtap modes do, for every form that has one (if_link(5), libvirt formatdomain "Direct attachment"). */
export const MACVTAP_MODES: readonly Choice[] = [
  { value: 'bridge', label: 'bridge', detail: 'guests on the same link reach each other directly' },
  { value: 'vepa', label: 'VEPA', detail: 'every frame goes to the switch, which must reflect (hairpin)' },
  { value: 'private', label: 'private', detail: 'guests on the same link never reach each other' },
  { value: 'passthru', label: 'passthru', detail: 'the link belongs to this one alone' },
]
