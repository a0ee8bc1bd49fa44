// Finds a Chromium for the browser tests, and installs one where there is none.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bin } from './prepare.mjs'

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

function installed() {
  const named = process.env.PATCHBAY_CHROMIUM
  if (named) return existsSync(named) ? named : null
  const { chromium } = createRequire(import.meta.url)('@playwright/test')
  return [chromium.executablePath(), ...SYSTEM_BROWSERS].find((file) => file && existsSync(file)) ?? null
}

const isDebian = () => existsSync('/etc/debian_version') && /debian/i.test(readFileSync('/etc/os-release', 'utf8'))
const isRoot = () => process.getuid?.() === 0

/** @returns {{ path: string } | { reason: string }} */
export function findChromium() {
  const found = installed()
  if (found) return { path: found }
  if (isDebian() && isRoot()) {
    console.log('No Chromium here: installing Debian’s package …')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    })
  } else {
    console.log('No Chromium here: asking Playwright to download its own …')
    spawnSync(process.execPath, [bin('@playwright/test/cli.js'), 'install', 'chromium'], { stdio: 'inherit' })
  }
  const path = installed()
  return path ? { path } : { reason: 'there is no Chromium and none could be installed; set PATCHBAY_CHROMIUM to one' }
}
