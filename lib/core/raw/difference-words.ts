import type { RawDifference } from './compare-dumps'

/** "eth1: mtu was 9000, is 1500", "route default via 10.0.0.1 dev eth1 is gone" */
export function differenceWords({ object, attribute, was, is }: RawDifference): string {
  if (attribute === '') return is === null ? `${object} is gone` : `${object} was not there`
  const of = `${object}: ${attribute.replace(/^sysfs /, '')}`
  if (was === 'there' && is === null) return `${of} is gone`
  if (was === null && is === 'there') return `${of} was not there`
  return `${of} was ${was ?? 'not set'}, is ${is ?? 'not set'}`
}
