import { ChangeListQuery, ChangeListResponse, ChangeParams, ChangeResponse, CreateChangeRequest } from './changes'
import { READ_ERRORS } from './connect-errors'
import { HostParams } from './hosts'
import { route } from './route-spec'

/** Operations on changes: planned first, then applied under guard. */
export const changeRoutes = {
  listChanges: route({
    method: 'GET',
    path: '/api/v1/changes',
    role: 'viewer',
    summary: 'All changes, of one host or of all, newest first',
    query: ChangeListQuery,
    status: 200,
    response: ChangeListResponse,
    errors: [],
  }),
  createChange: route({
    method: 'POST',
    path: '/api/v1/hosts/{hostId}/changes',
    role: 'operator',
    summary: 'Plan edits of a host, against a reading made now; nothing is done on it',
    params: HostParams,
    body: CreateChangeRequest,
    status: 201,
    response: ChangeResponse,
    errors: ['plan_refused', ...READ_ERRORS],
  }),
  getChange: route({
    method: 'GET',
    path: '/api/v1/changes/{changeId}',
    role: 'viewer',
    summary: 'One change: its plan, where it is, and what its steps printed',
    params: ChangeParams,
    status: 200,
    response: ChangeResponse,
    errors: [],
  }),
}
