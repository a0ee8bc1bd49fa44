import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

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

/** The screen shows what it is about: its title, and no grey bars where something is still to come. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
  await expect(page.getByRole('status', { name: /^(Loading|Checking|Drawing)/ })).toHaveCount(0)
}
