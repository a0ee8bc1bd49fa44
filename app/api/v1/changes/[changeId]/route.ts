import { ROUTES } from '@/lib/contract/routes'
import { readChange } from '@/lib/server/change/change-view'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: handle(ROUTES.getChange, ({ params, runtime }) => readChange(runtime.db, params.changeId)),
})
