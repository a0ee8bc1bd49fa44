import type { HeaderSource } from './peer-headers'
import { FOREIGN_HOST_HEADER } from './peer-headers'

/** Does this request ask for another host than this console? Said by peer.ts, before anybody handled it. */
export const isForeignHost = (headers: HeaderSource): boolean => headers.get(FOREIGN_HOST_HEADER) !== null

/** What is said to it, on pages and by the API. */
export const FOREIGN_HOST_MESSAGE =
  'This console does not answer to the name in the address bar. Open it by the address that it listens on, or set PATCHBAY_PUBLIC_URL to the one that people use.'
