import type { NetworkState } from '../model/network-state'

/**
 * Why nothing of Open vSwitch or libvirt can be worked with on this host, in one sentence with its cure; null: it was read. What
 * is not installed, what does not run and what could not be read are three things.
 */
export function whyAbsent({ sources }: NetworkState, id: 'ovs' | 'networks' | 'guests'): string | null {
  const name = id === 'ovs' ? 'Open vSwitch' : 'libvirt'
  const report = sources.find((source) => source.id === id)
  if (report === undefined || report.status === 'missing') return `${name} was not found on this host`
  if (report.status !== 'failed') return null
  const [problem] = report.problems
  const words = problem?.code === 'daemon_not_running' ? 'does not run on this host' : 'could not be read'
  return `${name} ${words}: ${problem?.message ?? 'the host said nothing'}`
}
