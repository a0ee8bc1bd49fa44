import type { SimHost, SimHostOptions } from '../sim-host'
import { kvmLinux } from './kvm-linux'
import { kvmMacvtap } from './kvm-macvtap'
import { kvmOvs } from './kvm-ovs'

export type HostBuilder = (options?: Partial<SimHostOptions>) => SimHost

/** Hosts by the name they are asked for with `--hosts`. */
export const CATALOG: Readonly<Record<string, HostBuilder>> = {
  'kvm-ovs': kvmOvs,
  'kvm-linux': kvmLinux,
  'kvm-macvtap': kvmMacvtap,
}

const GROUPS: Readonly<Record<string, readonly string[]>> = { demo: ['kvm-ovs', 'kvm-linux', 'kvm-macvtap'] }

const NUMBERED = /^([a-z-]+):(\d{1,4})$/

/**
 * Hosts for a list such as "demo,sim-hang,idle:200": names of the catalogue, groups, and "kind:count" for generated ones.
 * Throws with the known names when one is unknown.
 */
export const buildHosts = (
  list: string,
  options: Partial<SimHostOptions> = {},
  generators: Readonly<Record<string, (count: number, options: Partial<SimHostOptions>) => SimHost[]>> = {},
): SimHost[] =>
  list.split(',').flatMap((word) => {
    const [, kind = '', count = ''] = NUMBERED.exec(word) ?? []
    const generate = generators[kind]
    if (generate !== undefined) return generate(Number(count), options)
    return (GROUPS[word] ?? [word]).map((name) => {
      const build = Object.hasOwn(CATALOG, name) ? CATALOG[name] : undefined
      if (build === undefined) {
        const known = [
          ...Object.keys(GROUPS),
          ...Object.keys(CATALOG),
          ...Object.keys(generators).map((key) => `${key}:N`),
        ]
        throw new Error(`There is no simulated host "${name}". Known are: ${known.join(', ')}.`)
      }
      return build(options)
    })
  })
