import { ROUTES } from '@/lib/contract/routes'
import { removeToken } from '@/lib/server/auth/manage-tokens'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: handle(ROUTES.deleteToken, ({ params, origin, runtime }) => removeToken(runtime, params.tokenId, origin)),
})
