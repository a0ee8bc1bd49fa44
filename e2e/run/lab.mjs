// `npm run lab`: the console on freshly started real hosts of the namespace lab (Linux, root). Ctrl-C stops all of it.
//   npm run lab -- rich scenario-a scenario-k     which seeds, one host each (default: rich, scenario-a, scenario-e)
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { buildIfNeeded } from './build-if-needed.mjs'
import { addHost, startConsole } from './console.mjs'
import { ROOT, prepare } from './prepare.mjs'

const LOGIN = 'admin'
const PASSWORD = 'real hosts in a lab'
const seeds = process.argv.length > 2 ? process.argv.slice(2) : ['rich', 'scenario-a', 'scenario-e']

if (process.platform !== 'linux' || process.getuid?.() !== 0) {
  console.error('Lab hosts are made of Linux namespaces: run this on Linux, as root. `npm run demo` runs anywhere.')
  process.exit(1)
}

const script = path.join(ROOT, 'e2e/lab/namespace/lab.sh')
function lab(...args) {
  const { status, stdout, stderr } = spawnSync('bash', [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, LAB: 'labd', NET: '198.19' },
  })
  if (status !== 0) throw new Error(`lab.sh ${args.join(' ')}: ${stderr.trim() || `status ${status}`}`)
  return stdout
}

prepare()
spawnSync(process.execPath, [path.join(ROOT, 'e2e/run/install-lab.mjs')], { stdio: 'inherit' })
buildIfNeeded()

let server
let isStopping = false
async function stopAll() {
  if (isStopping) return
  isStopping = true
  await server?.stop()
  lab('down')
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stopAll().then(() => process.exit(0)))

try {
  lab('down')
  const { key, hosts } = JSON.parse(lab('up', String(seeds.length)))
  const privateKey = readFileSync(key, 'utf8')
  seeds.forEach((seed, i) => {
    console.log(`  ${hosts[i].name}: ${seed}`)
    lab('seed', hosts[i].name, path.join(ROOT, `e2e/lab/seeds/${seed}.sh`))
  })
  const databaseFile = path.join(ROOT, 'data/lab/patchbay.db')
  rmSync(path.dirname(databaseFile), { recursive: true, force: true })
  server = await startConsole({
    port: Number(process.env.PORT ?? 3000),
    databaseFile,
    login: LOGIN,
    password: PASSWORD,
  })
  for (const [i, { name, address, port }] of hosts.entries()) {
    await addHost(server, {
      name,
      address,
      port,
      username: 'root',
      label: seeds[i],
      auth: { kind: 'privateKey', privateKey },
    })
  }
  console.log(`\n  Patchbay   ${server.url}\n  user       ${LOGIN}\n  password   ${PASSWORD}\n`)
  console.log(
    `  Change something on a host:  LAB=labd NET=198.19 e2e/lab/namespace/lab.sh exec kvm1 ip link set eth4 down\n  Ctrl-C stops all of it.\n`,
  )
  server.child.once('exit', () => void stopAll().then(() => process.exit(isStopping ? 0 : 1)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await stopAll()
  process.exit(1)
}
