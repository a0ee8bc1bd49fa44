// The lab's two halves side by side: each in a network namespace of its own, so that neither sees the other's links come and go.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import readline from 'node:readline'
import { ROOT } from './prepare.mjs'
import { playwrightRun } from './runners.mjs'

/** What keeps the processor busy, and what mostly waits for hosts: about equally long. */
const SIDES = {
  screens: ['screens', 'emulated-screens'],
  hosts: ['engine', 'emulated-engine'],
}

// /sys shows the links of the namespace that it was mounted in.
const IN_A_NET_OF_ITS_OWN = [
  'unshare',
  '--net',
  '--mount',
  'sh',
  '-c',
  'mount -t sysfs sysfs /sys && ip link set lo up && exec "$@"',
  'sh',
]

async function runSide(name, projects, { args, env, note }) {
  const { argv, counts, ...side } = playwrightRun('e2e/lab/playwright.config.ts', {
    ...{
      name: `lab-${name}`,
      note,
      args: ['--pass-with-no-tests', ...projects.map((project) => `--project=${project}`), ...args],
    },
    env: { PATCHBAY_SIDE: `lab-${name}`, LAB_STATE: path.join(tmpdir(), `patchbay-lab-${name}`), ...env },
  })
  const [command, ...rest] = [...IN_A_NET_OF_ITS_OWN, ...argv]
  const child = spawn(command, rest, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: side.env })
  for (const stream of [child.stdout, child.stderr])
    readline.createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(8)}│ ${line}`))
  const [status] = await once(child, 'close')
  return counts(status)
}

/** The emulated hosts' image comes from Debian's mirror, which is out of reach in a namespace. What fails here, its tests say. */
function buildImage() {
  if (!existsSync('/usr/sbin/debootstrap')) return
  console.log('The image of the emulated hosts (about 90 s the first time) …')
  spawnSync('bash', [path.join(ROOT, 'e2e/lab/uml/uml.sh'), 'build'], { stdio: 'inherit' })
}

/** Runs all of them and gives the sum of their counts. `args`: for Playwright, e.g. the tests to run. */
export async function labSides({ args = [], env = {}, note = () => {} }) {
  buildImage()
  const sides = Object.entries(SIDES).map(([name, projects]) => runSide(name, projects, { args, env, note }))
  const all = await Promise.all(sides)
  const sum = (key) => all.reduce((n, counts) => n + counts[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}
