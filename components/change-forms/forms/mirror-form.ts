import { formatVlanRanges } from '@/lib/core/vlan/ranges'
import { indexHost } from '@/lib/core/state/host-index'
import { compact, optional, toNumber } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'

export type MirrorValues = {
  bridge: string
  name: string
  selects: 'all' | 'ports'
  sourcePorts: string[]
  destinationPorts: string[]
  vlans: string
  output: 'port' | 'vlan'
  outputPort: string
  outputVlan: string
}

const mirrorDefaults: MirrorValues = {
  bridge: '',
  name: '',
  selects: 'ports',
  sourcePorts: [],
  destinationPorts: [],
  vlans: '',
  output: 'port',
  outputPort: '',
  outputVlan: '',
}

export const mirrorModel: FormModel<'mirror.set', MirrorValues> = {
  kinds: FORMS.mirror.writes,
  fromState: (state, { bridge = '', name = '', port }) => {
    const mirror = indexHost(state)
      .ovsBridge(bridge)
      ?.mirrors.find((each) => each.name === name)
    const ports = port === undefined ? [] : [port]
    if (mirror === undefined) return { ...mirrorDefaults, bridge, name, sourcePorts: ports, destinationPorts: ports }
    return {
      bridge,
      name,
      selects: mirror.selectsAll ? 'all' : 'ports',
      sourcePorts: mirror.sourcePorts,
      destinationPorts: mirror.destinationPorts,
      vlans: formatVlanRanges(mirror.selectVlans),
      output: mirror.outputPort === null && mirror.outputVlan !== null ? 'vlan' : 'port',
      outputPort: mirror.outputPort ?? '',
      outputVlan: mirror.outputVlan === null ? '' : String(mirror.outputVlan),
    }
  },
  fromIntent: (intent) => ({
    ...mirrorDefaults,
    bridge: intent.bridge,
    name: intent.name,
    selects: intent.selectAll === true ? 'all' : 'ports',
    sourcePorts: intent.sourcePorts ?? [],
    destinationPorts: intent.destinationPorts ?? [],
    vlans: typeof intent.vlans === 'string' ? intent.vlans : formatVlanRanges(intent.vlans ?? []),
    output: intent.outputVlan === undefined ? 'port' : 'vlan',
    outputPort: intent.outputPort ?? '',
    outputVlan: intent.outputVlan === undefined ? '' : String(intent.outputVlan),
  }),
  toIntent: (values) => ({
    kind: 'mirror.set',
    bridge: values.bridge,
    name: values.name.trim(),
    selectAll: values.selects === 'all',
    sourcePorts: values.selects === 'all' ? [] : values.sourcePorts,
    destinationPorts: values.selects === 'all' ? [] : values.destinationPorts,
    vlans: values.vlans,
    ...compact({
      outputPort: values.output === 'port' ? optional(values.outputPort) : undefined,
      outputVlan: values.output === 'vlan' && values.outputVlan.trim() !== '' ? toNumber(values.outputVlan) : undefined,
    }),
  }),
  fields: {
    bridge: 'bridge',
    name: 'name',
    sourcePorts: 'sourcePorts',
    destinationPorts: 'destinationPorts',
    vlans: 'vlans',
    outputPort: 'outputPort',
    outputVlan: 'outputVlan',
  },
}
