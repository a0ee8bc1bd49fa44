import { z } from 'zod'
import { parseCidr, validateCidr } from './cidr'
import { formatIp } from './ip'

/** Apart from the functions on prefixes: the browser needs those without Zod. */
export const Cidr = z.string().transform((text, context) => {
  const message = validateCidr(text)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
  const cidr = parseCidr(text)
  return cidr === null ? z.NEVER : `${formatIp(cidr.address)}/${cidr.prefixLength}`
})
export type Cidr = z.infer<typeof Cidr>
