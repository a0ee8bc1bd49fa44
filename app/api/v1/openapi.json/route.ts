import { toOpenApi } from '@/lib/contract/openapi'
import { ROUTES } from '@/lib/contract/routes'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'
import { version } from '@/package.json'

const document = toOpenApi(ROUTES, version)

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getOpenApi, async () => document),
})
