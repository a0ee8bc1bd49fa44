import { ROUTES } from '@/lib/contract/routes'
import { toMe } from '@/lib/server/auth/actor'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getMe, async ({ actor }) => toMe(actor)),
})
