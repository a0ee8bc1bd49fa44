// `npm run demo:record`: plays the demos at human pace and leaves stills (PNG) and a video (WebM) of each in out/demo.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { buildIfNeeded } from './build-if-needed.mjs'
import { ROOT, bin, prepare } from './prepare.mjs'

const OUT = path.join(ROOT, 'out/demo')

prepare()
buildIfNeeded()
const { findChromium } = await import('./chromium.mjs')
const browser = findChromium()
if ('reason' in browser) throw new Error(browser.reason)

/** Playwright encodes its videos with an ffmpeg of its own; where it cannot be downloaded, the system's does as well. */
function provideFfmpeg() {
  const playwright = (...args) =>
    spawnSync(process.execPath, [bin('@playwright/test/cli.js'), ...args], { encoding: 'utf8' })
  const place = /Install location:\s+(\S+)/.exec(playwright('install', '--dry-run', 'ffmpeg').stdout)?.[1]
  if (!place) throw new Error('Playwright does not say where it looks for ffmpeg')
  const file = path.join(place, process.platform === 'darwin' ? 'ffmpeg-mac' : 'ffmpeg-linux')
  if (existsSync(file)) return
  const system = ['/usr/bin/ffmpeg', '/usr/local/bin/ffmpeg'].find((candidate) => existsSync(candidate))
  if (system) {
    mkdirSync(place, { recursive: true })
    symlinkSync(system, file)
  } else if (playwright('install', 'ffmpeg').status !== 0) {
    throw new Error('a video needs ffmpeg: install your system’s package (Debian: apt-get install ffmpeg)')
  }
}

provideFfmpeg()
rmSync(OUT, { recursive: true, force: true })
const { status } = spawnSync(
  process.execPath,
  [bin('@playwright/test/cli.js'), 'test', '-c', 'e2e/demos/playwright.config.ts', '--reporter=list'],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, PATCHBAY_RECORD: '1', PATCHBAY_CHROMIUM: browser.path },
  },
)
const work = path.join(OUT, 'work')
for (const folder of existsSync(work) ? readdirSync(work) : []) {
  const video = path.join(work, folder, 'video.webm')
  if (existsSync(video))
    copyFileSync(video, path.join(OUT, `${folder.replace(/\.demo.*/, '').replace(/-[0-9a-f]{5}.*$/, '')}.webm`))
}
rmSync(work, { recursive: true, force: true })
if (existsSync(OUT)) for (const file of readdirSync(OUT).sort()) console.log(`  out/demo/${file}`)
process.exit(status ?? 1)
