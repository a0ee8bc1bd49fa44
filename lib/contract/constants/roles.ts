/** In the order of power. */
export const ROLES = ['viewer', 'operator', 'admin'] as const
