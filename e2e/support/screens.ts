const HOST_PARTS = [
  '',
  '?view=table',
  '/switches',
  '/networks',
  '/guests',
  '/bonds',
  '/macvtap',
  '/findings',
  '/changes',
  '/managed',
  '/diagnostics',
  '/settings',
]

/** The addresses of every screen behind the door, those of one host among them: what holds for all is tried on these. */
export const screensOf = (hostId: string): string[] => [
  '/hosts',
  '/hosts/add',
  '/changes',
  '/audit',
  '/settings',
  ...HOST_PARTS.map((part) => `/hosts/${hostId}${part}`),
]
