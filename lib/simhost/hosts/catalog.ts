import type { SimHost, SimHostOptions } from '../sim-host'
import type { HostBuilder } from './build'
import { bigHost, idleHosts } from './generated'
import { kvmLinux } from './kvm-linux'
import { kvmMacvtap } from './kvm-macvtap'
import { kvmOvs } from './kvm-ovs'
import { kvmSriov } from './kvm-sriov'
import { SCENARIOS } from './scenarios'
import { SENTINELS } from './sentinels'

/** Hosts by the name they are asked for with `--hosts`. */
export const CATALOG: Readonly<Record<string, HostBuilder>> = {
  'kvm-ovs': kvmOvs,
  'kvm-linux': kvmLinux,
  'kvm-macvtap': kvmMacvtap,
  'kvm-sriov': kvmSriov,
  ...SCENARIOS,
  ...SENTINELS,
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  demo: ['kvm-ovs', 'kvm-linux', 'kvm-macvtap'],
  scenarios: Object.keys(SCENARIOS),
  sentinels: Object.keys(SENTINELS),
}

/** "idle:200" is 200 small hosts; "big:500" one host with 500 guests. */
const GENERATORS: Readonly<Record<string, (count: number, options: Partial<SimHostOptions>) => SimHost[]>> = {
  idle: idleHosts,
  big: (guests, options) => [bigHost({ guests }, options)],
}

const NUMBERED = /^([a-z]+):(\d{1,4})$/

const buildNamed = (name: string, options: Partial<SimHostOptions>): SimHost => {
  const build = Object.hasOwn(CATALOG, name) ? CATALOG[name] : undefined
  if (build !== undefined) return build(options)
  const known = [...Object.keys(GROUPS), ...Object.keys(GENERATORS).map((kind) => `${kind}:N`), ...Object.keys(CATALOG)]
  throw new Error(`There is no simulated host "${name}". Known are: ${known.join(', ')}.`)
}

/** Hosts for a list such as "demo,sim-hang,idle:200". Throws with the known names when one is unknown. */
export const buildHosts = (list: string, options: Partial<SimHostOptions> = {}): SimHost[] =>
  list.split(',').flatMap((word) => {
    const [, kind = '', count = ''] = NUMBERED.exec(word) ?? []
    const generate = Object.hasOwn(GENERATORS, kind) ? GENERATORS[kind] : undefined
    if (generate !== undefined) return generate(Number(count), options)
    const group = Object.hasOwn(GROUPS, word) ? GROUPS[word] : undefined
    return (group ?? [word]).map((name) => buildNamed(name, options))
  })
