/** The wiring of a host with one node selected; ids as in lib/core/topology/graph/ids.ts. */
export const wiringHref = (hostId: string, nodeId: string): string =>
  `/hosts/${hostId}?sel=${encodeURIComponent(nodeId)}`
