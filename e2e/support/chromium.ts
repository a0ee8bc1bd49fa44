import { existsSync } from 'node:fs'

const SYSTEM_CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
const named = process.env['PATCHBAY_CHROMIUM'] ?? SYSTEM_CHROMIUM.find((file) => existsSync(file))

/** Playwright's `use` for Chromium: the machine's own where there is one, else Playwright's; quiet on the network. */
export const CHROMIUM = {
  browserName: 'chromium' as const,
  launchOptions: {
    ...(named ? { executablePath: named } : {}),
    args: [
      // Chromium's sandbox refuses to start as root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  },
}

/** A trace films every page, which costs a processor as much as drawing it: where tests are tried again, only the second try is filmed. */
export const TRACE = process.env['CI'] ? 'on-first-retry' : 'retain-on-failure'
