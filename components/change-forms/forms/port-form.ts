import type { IntentInputOf } from '@/lib/core/intents/intent'
import { indexHost } from '@/lib/core/state/host-index'
import { compact, optional } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'

type PortIntent = IntentInputOf<'port.set'>

export type PortValues = {
  bridge: string
  type: PortIntent['type']
  /** Of an existing link for type system, else the name that the port gets. */
  name: string
  peer: string
  remoteIp: string
  localIp: string
  key: string
  dstPort: string
  takesMembers: boolean
}

const portDefaults: PortValues = {
  bridge: '',
  type: 'system',
  name: '',
  peer: '',
  remoteIp: '',
  localIp: '',
  key: '',
  dstPort: '',
  takesMembers: false,
}

const TYPES = ['system', 'internal', 'patch', 'vxlan', 'gre', 'geneve'] as const

export const isTunnel = (type: PortValues['type']): boolean => type === 'vxlan' || type === 'gre' || type === 'geneve'

export const portModel: FormModel<'port.set', PortValues> = {
  kinds: FORMS.port.writes,
  fromState: (state, { bridge = '', name = '', link = '', kind }) => {
    const port = indexHost(state).ovsPort(name)?.port
    const [iface] = port?.interfaces ?? []
    const wanted = iface?.type ?? kind ?? 'system'
    const options = iface?.options ?? {}
    return {
      ...portDefaults,
      bridge: port?.bridge ?? bridge,
      type: TYPES.find((type) => type === wanted) ?? 'system',
      name: name === '' ? link : name,
      peer: options.peer ?? '',
      remoteIp: options.remote_ip ?? '',
      localIp: options.local_ip ?? '',
      key: options.key ?? '',
      dstPort: options.dst_port ?? '',
    }
  },
  fromIntent: ({ bridge, name, type, options = {}, takesMembers = false }) => ({
    ...portDefaults,
    bridge,
    type,
    name,
    peer: options.peer ?? '',
    remoteIp: options.remote_ip ?? '',
    localIp: options.local_ip ?? '',
    key: options.key ?? '',
    dstPort: options.dst_port ?? '',
    takesMembers,
  }),
  toIntent: (values) => {
    const { bridge, type, takesMembers } = values
    const name = values.name.trim()
    if (type === 'system') return { kind: 'port.set', bridge, name, type, takesMembers }
    return { kind: 'port.set', bridge, name, type, options: optionsOf(values) }
  },
  fields: {
    bridge: 'bridge',
    type: 'type',
    name: 'name',
    'options.peer': 'peer',
    'options.remote_ip': 'remoteIp',
    'options.local_ip': 'localIp',
    'options.key': 'key',
    'options.dst_port': 'dstPort',
  },
}

/** Only what the type has; what is typed for another type stays in the form. An empty field clears its option. */
function optionsOf({ type, peer, remoteIp, localIp, key, dstPort }: PortValues): NonNullable<PortIntent['options']> {
  if (type === 'patch') return compact({ peer: optional(peer) })
  if (!isTunnel(type)) return {}
  return compact({
    remote_ip: optional(remoteIp),
    local_ip: optional(localIp) ?? null,
    key: optional(key) ?? null,
    dst_port: type === 'gre' ? undefined : (optional(dstPort) ?? null),
  })
}
