import { ChangeResponse } from './changes'
import { READ_ERRORS } from './connect-errors'
import { DesiredResponse, DriftResponse, ObjectsRequest } from './desired'
import { HostParams } from './hosts'
import { route } from './route-spec'

/** Operations on what is wanted of the objects of a host. */
export const desiredRoutes = {
  getDesired: route({
    method: 'GET',
    path: '/api/v1/hosts/{hostId}/desired',
    role: 'viewer',
    summary: 'What is wanted of the objects of a host: written by confirmed changes, or adopted',
    params: HostParams,
    status: 200,
    response: DesiredResponse,
    errors: [],
  }),
  adoptObjects: route({
    method: 'POST',
    path: '/api/v1/hosts/{hostId}/desired/adopt',
    role: 'operator',
    summary: 'Manage what runs now: these objects are wanted as they are found',
    params: HostParams,
    body: ObjectsRequest,
    status: 200,
    response: DesiredResponse,
    errors: ['nothing_to_do', ...READ_ERRORS],
  }),
  releaseObjects: route({
    method: 'POST',
    path: '/api/v1/hosts/{hostId}/desired/release',
    role: 'operator',
    summary: 'Want nothing of these objects any more; the host is not touched',
    params: HostParams,
    body: ObjectsRequest,
    status: 200,
    response: DesiredResponse,
    errors: [],
  }),
  getDrift: route({
    method: 'GET',
    path: '/api/v1/hosts/{hostId}/drift',
    role: 'viewer',
    summary: 'Which objects are not as wanted, why, and since when',
    params: HostParams,
    status: 200,
    response: DriftResponse,
    errors: ['no_reading_yet'],
  }),
  acceptDrift: route({
    method: 'POST',
    path: '/api/v1/hosts/{hostId}/drift/accept',
    role: 'operator',
    summary: 'Accept theirs: what is there is what is wanted from now on',
    params: HostParams,
    body: ObjectsRequest,
    status: 200,
    response: DesiredResponse,
    errors: ['nothing_to_do', ...READ_ERRORS],
  }),
  pushDesired: route({
    method: 'POST',
    path: '/api/v1/hosts/{hostId}/drift/push',
    role: 'operator',
    summary: 'Push ours: plan what brings these objects back to what is wanted',
    params: HostParams,
    body: ObjectsRequest,
    status: 201,
    response: ChangeResponse,
    errors: ['nothing_to_do', 'plan_refused', ...READ_ERRORS],
  }),
}
