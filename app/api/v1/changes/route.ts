import { ROUTES } from '@/lib/contract/routes'
import { readChanges } from '@/lib/server/change/change-view'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.listChanges, ({ query, runtime }) => readChanges(runtime.db, query)),
})
