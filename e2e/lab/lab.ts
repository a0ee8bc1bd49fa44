import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const FOLDER = import.meta.dirname
const NAMESPACE_LAB = path.join(FOLDER, 'namespace/lab.sh')
const UML_LAB = path.join(FOLDER, 'uml/uml.sh')
const SEEDS = path.join(FOLDER, 'seeds')

/** A real host of the lab as the console reaches it: by address, as root with this key. */
export type LabHost = {
  name: string
  address: string
  port: number
  privateKey: string
  /** Runs a command inside the host, past the console. Gives its stdout; throws with stderr where it fails. */
  exec: (...argv: string[]) => Promise<string>
  /** Runs a command that may fail, with this standard input. */
  attempt: (argv: readonly string[], stdin?: string) => { status: number | null; stdout: string; stderr: string }
  /** Runs a seed script (a file of e2e/lab/seeds, without ".sh") inside the host. */
  seed: (name: string, ...args: string[]) => Promise<void>
}

/** What this machine lacks for a lab, in words; null where a lab can be built. */
export function whyNoNamespaceLab(): string | null {
  return whyNoLab([
    '/usr/sbin/ovsdb-server',
    '/usr/sbin/libvirtd',
    '/usr/bin/qemu-system-x86_64',
    '/usr/sbin/sshd',
    '/usr/sbin/ethtool',
    '/usr/sbin/lldpd',
  ])
}
export function whyNoUmlLab(): string | null {
  return whyNoLab(['/usr/bin/linux.uml', '/usr/sbin/debootstrap', '/usr/sbin/mke2fs'])
}
function whyNoLab(programs: string[]): string | null {
  if (process.platform !== 'linux') return 'lab hosts need Linux'
  if (process.getuid?.() !== 0) return 'lab hosts need root'
  const missing = programs.find((program) => !existsSync(program))
  return missing
    ? `${missing} is missing: node e2e/run/install-lab.mjs installs the lab's packages (Debian, as root)`
    : null
}

/** An emulated host beside others takes minutes for what it does in half a minute alone. */
const SCRIPT_MS = 600_000

/** Its stdout. Throws with its stderr where it fails, and says so where it was ended for its time. */
async function script(
  file: string,
  args: string[],
  env: Record<string, string>,
  timeoutMs = SCRIPT_MS,
): Promise<string> {
  try {
    const { stdout } = await run('bash', [file, ...args], {
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      maxBuffer: 64 << 20,
    })
    return stdout
  } catch (error) {
    if (!(error instanceof Error) || !('killed' in error && error.killed)) throw error
    throw new Error(`ended after ${timeoutMs / 1000} s: ${error.message}`, { cause: error })
  }
}

type Description = { key: string; hosts: { name: string; address: string; port: number }[] }

function toHosts(description: string, labScript: string, env: Record<string, string>): LabHost[] {
  const lastLine = description.trim().split('\n').at(-1) ?? ''
  const { key, hosts } = JSON.parse(lastLine) as Description
  const privateKey = readFileSync(key, 'utf8')
  return hosts.map((host) => ({
    ...host,
    privateKey,
    exec: (...argv) => script(labScript, ['exec', host.name, ...argv], env),
    attempt: (argv, stdin = '') =>
      spawnSync('bash', [labScript, 'exec', host.name, ...argv], {
        input: stdin,
        encoding: 'utf8',
        env: { ...process.env, ...env },
        timeout: 60_000,
      }),
    seed: async (name, ...args) => {
      await script(labScript, ['seed', host.name, path.join(SEEDS, `${name}.sh`), ...args], env)
    },
  }))
}

/** Hosts kvm1..kvmN out of namespaces, and the switch they are cabled to. One lab per `prefix`. */
export class NamespaceLab {
  private constructor(
    readonly hosts: LabHost[],
    private readonly env: Record<string, string>,
  ) {}

  /** `net` is the first two octets of the management net: two labs at once need different ones. */
  static async up(count: number, { prefix = 'lab', net = '198.18' } = {}): Promise<NamespaceLab> {
    const env = { LAB: prefix, NET: net }
    await script(NAMESPACE_LAB, ['down'], env)
    return new NamespaceLab(toHosts(await script(NAMESPACE_LAB, ['up', String(count)], env), NAMESPACE_LAB, env), env)
  }

  host(index: number): LabHost {
    const host = this.hosts[index]
    if (!host) throw new Error(`the lab has ${this.hosts.length} hosts, asked for number ${index + 1}`)
    return host
  }

  /** The switch's side of an LACP bond over these NICs of the host. */
  async lacp(host: LabHost, ...nics: string[]): Promise<void> {
    await script(NAMESPACE_LAB, ['lacp', host.name, ...nics], this.env)
  }
  async cable(host: LabHost, nic: string, state: 'up' | 'down'): Promise<void> {
    await script(NAMESPACE_LAB, ['cable', host.name, nic, state], this.env)
  }
  async logs(folder: string): Promise<void> {
    await script(NAMESPACE_LAB, ['logs', folder], this.env)
  }
  async down(): Promise<void> {
    await script(NAMESPACE_LAB, ['down'], this.env)
  }
}

export type Suite = 'bookworm' | 'bullseye' | 'trixie'
/** `systemd`: as Debian boots, in half a minute. `lab`: the daemons and nothing else, in seconds. */
type Init = 'lab' | 'systemd'

/** Beside others; alone half a minute. */
const UML_BOOT_MS = 400_000

/** A full Debian host as one process, with a kernel of its own. */
export class UmlLab {
  private constructor(
    readonly host: LabHost,
    private readonly env: Record<string, string>,
  ) {}

  /** The first call for a suite builds its image: about 90 s. */
  static async up(name: string, number: number, suite: Suite = 'bookworm', init: Init = 'lab'): Promise<UmlLab> {
    const env = { SUITE: suite, INIT: init }
    await script(UML_LAB, ['build'], env, 900_000)
    await script(UML_LAB, ['down', name], env)
    try {
      const [host] = toHosts(await script(UML_LAB, ['up', name, String(number)], env, UML_BOOT_MS), UML_LAB, env)
      if (!host) throw new Error('uml.sh described no host')
      return new UmlLab(host, env)
    } catch (error) {
      await script(UML_LAB, ['down', name], env)
      throw error
    }
  }
  /** Without a clean shutdown, on the same disk. Resolves when the host answers again. */
  async powerCycle(): Promise<void> {
    await script(UML_LAB, ['power-cycle', this.host.name], this.env, UML_BOOT_MS)
  }
  async down(): Promise<void> {
    await script(UML_LAB, ['down', this.host.name], this.env)
  }
}
