import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** What the console's process says of itself, once a second. `cpuMs` and lateness are since its start. */
export type ProbeLine = {
  at: number
  rssMb: number
  heapMb: number
  cpuMs: number
  lateP50: number
  lateP99: number
  lateMax: number
}

/** A probe for a console: give `env` to it when it is started. */
export class Probe {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'patchbay-probe-'))
  readonly env = {
    NODE_OPTIONS: `--import=${pathToFileURL(path.join(import.meta.dirname, 'probe.mjs')).href}`,
    PATCHBAY_PROBE_FILE: path.join(this.#folder, 'probe'),
  }

  /** All lines of the process that serves: of those that `npm start` begins, the one that has worked most. */
  lines(): ProbeLine[] {
    const files = readdirSync(this.#folder).map((file) => readFileSync(path.join(this.#folder, file), 'utf8'))
    const processes = files.map((text) =>
      text
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as ProbeLine),
    )
    return processes.sort((a, b) => (b.at(-1)?.cpuMs ?? 0) - (a.at(-1)?.cpuMs ?? 0))[0] ?? []
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
