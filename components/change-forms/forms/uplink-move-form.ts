import { compact } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'

export type UplinkMoveValues = { nic: string; bridge: string; to: 'bridge' | 'internal'; internalPort: string }

export const uplinkMoveModel: FormModel<'uplink.move', UplinkMoveValues> = {
  kinds: FORMS.uplinkMove.writes,
  fromState: (_state, { link = '', bridge = '' }) => ({ nic: link, bridge, to: 'bridge', internalPort: '' }),
  fromIntent: ({ nic, bridge, internalPort }) => ({
    nic,
    bridge,
    to: internalPort === undefined ? 'bridge' : 'internal',
    internalPort: internalPort ?? '',
  }),
  toIntent: ({ nic, bridge, to, internalPort }) =>
    compact({
      kind: 'uplink.move' as const,
      nic,
      bridge,
      internalPort: to === 'internal' ? internalPort.trim() : undefined,
    }),
  fields: { nic: 'nic', bridge: 'bridge', internalPort: 'internalPort' },
}
