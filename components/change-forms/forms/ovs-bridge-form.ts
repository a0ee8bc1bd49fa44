import { optional, toNumber } from '../form-model'
import type { FormModel } from '../form-model'
import { FORMS } from './table'
import { indexHost } from '@/lib/core/state/host-index'

export type OvsBridgeValues = {
  /** A fake bridge is "VLAN n of its parent", and has no settings of its own. */
  isFake: boolean
  name: string
  /** "default": not set, which ovs-vswitchd takes for standalone. */
  failMode: 'default' | 'standalone' | 'secure'
  /** Separated by commas or blanks. */
  controllers: string
  spanningTree: 'off' | 'stp' | 'rstp'
  parent: string
  vlan: string
}

const ovsBridgeDefaults: OvsBridgeValues = {
  isFake: false,
  name: '',
  failMode: 'default',
  controllers: '',
  spanningTree: 'off',
  parent: '',
  vlan: '',
}

export const toList = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '')

const treeOf = (stp: boolean, rstp: boolean): OvsBridgeValues['spanningTree'] => (rstp ? 'rstp' : stp ? 'stp' : 'off')

export const ovsBridgeModel: FormModel<'ovsBridge.set', OvsBridgeValues> = {
  kinds: FORMS.ovsBridge.writes,
  fromState: (state, { name = '', kind, bridge: parent = '' }) => {
    const bridge = indexHost(state).ovsBridge(name)
    const fake = indexHost(state).fakeBridge(name)
    if (fake !== undefined)
      return { ...ovsBridgeDefaults, isFake: true, name, parent: fake.parent, vlan: String(fake.vlanId) }
    if (bridge === undefined) return { ...ovsBridgeDefaults, name, isFake: kind === 'fake', parent }
    return {
      ...ovsBridgeDefaults,
      name,
      failMode: bridge.failMode ?? 'default',
      controllers: bridge.controllers.map(({ target }) => target).join(', '),
      spanningTree: treeOf(bridge.isStpEnabled, bridge.isRstpEnabled),
    }
  },
  fromIntent: ({ name, failMode = 'default', controllers = [], stp = false, rstp = false, fakeParent }) => ({
    ...ovsBridgeDefaults,
    name,
    failMode,
    controllers: controllers.join(', '),
    spanningTree: treeOf(stp, rstp),
    ...(fakeParent !== undefined && { isFake: true, parent: fakeParent.parent, vlan: String(fakeParent.vlan) }),
  }),
  toIntent: (values) => {
    const name = values.name.trim()
    if (values.isFake)
      return {
        kind: 'ovsBridge.set',
        name,
        fakeParent: { parent: optional(values.parent) ?? '', vlan: toNumber(values.vlan) },
      }
    return {
      kind: 'ovsBridge.set',
      name,
      failMode: values.failMode,
      controllers: toList(values.controllers),
      stp: values.spanningTree === 'stp',
      rstp: values.spanningTree === 'rstp',
    }
  },
  fields: {
    name: 'name',
    failMode: 'failMode',
    controllers: 'controllers',
    stp: 'spanningTree',
    rstp: 'spanningTree',
    'fakeParent.parent': 'parent',
    'fakeParent.vlan': 'vlan',
    fakeParent: 'parent',
  },
}
