// Finds a Chromium for the browser tests, and installs one where there is none.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { bin } from './prepare.mjs'

/** Chromium without its own windows, whose pages of their own cost a third of the time of a test. */
const SHELL = '/usr/bin/chromium-headless-shell'
const SYSTEM_BROWSERS = [
  SHELL,
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

function installOnDebian() {
  console.log('Installing Debian’s headless Chromium …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
  apt('update', '-qq')
  const install = (name) => apt('install', '-y', '-qq', '--no-install-recommends', name)
  // Older releases have the whole browser only.
  if (!install('chromium-headless-shell') && installed() === null) install('chromium')
}

function provide() {
  if (isDebian() && isRoot()) {
    if (!existsSync(SHELL)) installOnDebian()
  } else if (installed() === null) {
    console.log('No Chromium here: asking Playwright to download its own …')
    spawnSync(process.execPath, [bin('@playwright/test/cli.js'), 'install', 'chromium'], { stdio: 'inherit' })
  }
}

/** @returns {{ path: string } | { reason: string }} */
export function findChromium() {
  if (!process.env.PATCHBAY_CHROMIUM) provide()
  const path = installed()
  return path ? { path } : { reason: 'there is no Chromium and none could be installed; set PATCHBAY_CHROMIUM to one' }
}
