import { useChangeForms } from '@/components/change-forms/change-forms-context'
import { EmptyState } from '@/components/ui/EmptyState'
import type { NetworkState } from '@/lib/core/model/network-state'

/** Over the canvas of a host that has neither bridges nor guests: what is missing, and what would make it appear. */
export function EmptyWiring({ state, hostName }: { state: NetworkState; hostName: string }) {
  const { reason: forbidden } = useChangeForms()
  const hasBridges = state.links.some((link) => link.kind === 'bridge') || (state.ovs?.bridges.length ?? 0) > 0
  if (hasBridges || state.guests.length > 0) return null
  const failed = state.sources.filter(({ status }) => status === 'failed' || status === 'partial')
  const title = failed.length === 0 ? 'has no bridges and no guests yet' : 'shows no bridges and no guests'
  return (
    <div className="pointer-events-none absolute top-[40%] left-1/2 z-(--z-rank) -translate-x-[30%] -translate-y-1/2">
      <EmptyState icon="bridge" title={`${hostName} ${title}`}>
        <p>
          Its NICs are shown as they are.{' '}
          {forbidden === null && (
            <>
              <b>Create</b> makes the first bridge.{' '}
            </>
          )}
          One made on the host itself, with <code>ip link add br0 type bridge</code>, with Open vSwitch or with libvirt,
          appears here within seconds.
        </p>
        {failed.length > 0 ? (
          <p>
            Not everything could be read: {failed.map((source) => `${source.id} (${source.status})`).join(', ')}. The
            panel on the right says why.
          </p>
        ) : null}
      </EmptyState>
    </div>
  )
}
