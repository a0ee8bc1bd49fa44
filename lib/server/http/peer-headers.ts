/** Anything that gives header values: a Request's headers and those of next/headers. */
export type HeaderSource = { get(name: string): string | null }

/** What peer.ts writes on every request before Next sees it; what a client sends under these names is thrown away. */
export const PEER_HEADER = 'x-patchbay-peer'
export const HOST_HEADER = 'x-patchbay-host'
export const HTTPS_HEADER = 'x-patchbay-https'
export const FOREIGN_HOST_HEADER = 'x-patchbay-foreign-host'
