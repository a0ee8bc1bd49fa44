import { ROUTES } from '@/lib/contract/routes'
import { planUndoOf } from '@/lib/server/change/undo-past-change'
import { handle } from '@/lib/server/http/handle'
import { methods } from '@/lib/server/http/methods'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: handle(ROUTES.undoChange, ({ params, body, origin, runtime }) =>
    planUndoOf(runtime, params.changeId, body, origin),
  ),
})
