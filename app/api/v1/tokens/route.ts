import { ROUTES } from '@/lib/contract/routes'
import { addToken } from '@/lib/server/auth/manage-tokens'
import { listTokens, toTokenDto } from '@/lib/server/db/api-token'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.listTokens, async ({ runtime }) => ({ tokens: (await listTokens(runtime.db)).map(toTokenDto) })),
  POST: handle(ROUTES.createToken, ({ actor, body, origin, runtime }) => addToken(runtime, actor, body, origin)),
})
