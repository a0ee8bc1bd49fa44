import type { IntentInputOf } from '@/lib/core/intents/intent'
import { indexHost } from '@/lib/core/state/host-index'
import type { FormModel } from '../form-model'
import { FORMS } from './table'

type MacvtapIntent = IntentInputOf<'macvtap.set'>

export type MacvtapValues = {
  kind: 'macvtap' | 'macvlan'
  name: string
  lower: string
  mode: MacvtapIntent['mode']
}

const MODES = ['vepa', 'bridge', 'private', 'passthru'] as const

export const macvtapModel: FormModel<'macvtap.set' | 'macvlan.set', MacvtapValues> = {
  kinds: FORMS.macvtap.writes,
  fromState: (state, { name = '', link = '', kind }) => {
    const known = indexHost(state).link(name)
    const mode = known?.macvlan?.mode ?? 'bridge'
    return {
      kind: (known?.kind ?? kind) === 'macvlan' ? 'macvlan' : 'macvtap',
      name,
      lower: known?.lower ?? link,
      mode: MODES.find((each) => each === mode) ?? 'bridge',
    }
  },
  fromIntent: ({ kind, name, lower, mode = 'bridge' }) => ({
    kind: kind === 'macvlan.set' ? 'macvlan' : 'macvtap',
    name,
    lower,
    mode,
  }),
  toIntent: ({ kind, name, lower, mode }) => ({ kind: `${kind}.set`, name: name.trim(), lower, mode }),
  fields: { name: 'name', lower: 'lower', mode: 'mode' },
}
