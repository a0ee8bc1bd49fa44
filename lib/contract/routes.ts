import { z } from 'zod'
import { AuditEntry, AuditExportQuery, AuditListResponse, AuditQuery, AuditVerifyResponse } from './audit'
import { Me, SetupRequest, SetupStatusResponse } from './auth'
import { FLEET_EVENTS, HOST_EVENTS } from './events'
import { HealthResponse } from './health'
import { HostParams } from './hosts'
import { route } from './route-spec'
import type { RouteSpec } from './route-spec'
import { changeRoutes } from './routes-changes'
import { desiredRoutes } from './routes-desired'
import { hostRoutes } from './routes-hosts'
import { peopleRoutes } from './routes-people'

const system = {
  getHealth: route({
    method: 'GET',
    path: '/api/v1/health',
    role: 'public',
    summary: 'Is the console up?',
    status: 200,
    response: HealthResponse,
    errors: [],
  }),
  getOpenApi: route({
    method: 'GET',
    path: '/api/v1/openapi.json',
    role: 'public',
    summary: 'This document',
    status: 200,
    response: z.record(z.string(), z.unknown()),
    errors: [],
  }),
  getSetup: route({
    method: 'GET',
    path: '/api/v1/setup',
    role: 'public',
    summary: 'Has the first administrator been made?',
    status: 200,
    response: SetupStatusResponse,
    errors: [],
  }),
  setUp: route({
    method: 'POST',
    path: '/api/v1/setup',
    role: 'public',
    summary:
      'Make the first administrator and sign in; only while there is no user, with the code in the console’s log',
    body: SetupRequest,
    status: 201,
    response: Me,
    errors: ['setup_done', 'wrong_setup_code', 'too_many_attempts', 'console_busy'],
  }),
}

const audit = {
  listAudit: route({
    method: 'GET',
    path: '/api/v1/audit',
    role: 'admin',
    summary: 'Who did what, newest first',
    query: AuditQuery,
    status: 200,
    response: AuditListResponse,
    errors: [],
  }),
  exportAudit: route({
    method: 'GET',
    path: '/api/v1/audit/export',
    role: 'admin',
    summary: 'The audit log as a file, oldest first',
    query: AuditExportQuery,
    status: 200,
    response: null,
    file: { 'text/csv': z.string(), 'application/json': z.array(AuditEntry) },
    errors: [],
  }),
  verifyAudit: route({
    method: 'GET',
    path: '/api/v1/audit/verify',
    role: 'admin',
    summary: 'Is the audit log as it was written?',
    status: 200,
    response: AuditVerifyResponse,
    errors: [],
  }),
}

const events = {
  followHosts: route({
    method: 'GET',
    path: '/api/v1/events',
    role: 'viewer',
    summary: 'All hosts, and every change of their status and counts as it comes',
    status: 200,
    response: null,
    events: FLEET_EVENTS,
    errors: [],
  }),
  followHost: route({
    method: 'GET',
    path: '/api/v1/hosts/{hostId}/events',
    role: 'viewer',
    summary: 'The reading of a host, and every change of it as it comes; the host is read more often meanwhile',
    params: HostParams,
    status: 200,
    response: null,
    events: HOST_EVENTS,
    errors: [],
  }),
}

/** Every operation of the API by its id. A test holds this list and the files under app/api against each other. */
export const ROUTES = {
  ...system,
  ...peopleRoutes,
  ...audit,
  ...hostRoutes,
  ...changeRoutes,
  ...desiredRoutes,
  ...events,
} as const satisfies Record<string, RouteSpec>
