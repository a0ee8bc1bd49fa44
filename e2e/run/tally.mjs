// Counts what ran, over runners of different kinds, and prints the one closing line.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

export class Tally {
  /** @type {{ name: string, counts: Counts, seconds: number, notes: string[] }[]} */
  rows = []

  /** Runs one stage; what it returns is its counts, what it throws is one failure. */
  async stage(name, work) {
    console.log(`\n── ${name} ──`)
    return this.#run(name, work, (error) => console.error(error))
  }

  /** Runs stages side by side; what each one `print`s is shown in whole, under its name, when it has ended. */
  async together(stages) {
    const runs = Object.entries(stages).map(async ([name, work]) => {
      const said = [`\n── ${name} ──`]
      const print = (text) => said.push(text)
      const isPassed = await this.#run(name, () => work(print), print)
      console.log(said.join('\n'))
      return isPassed
    })
    return (await Promise.all(runs)).every(Boolean)
  }

  async #run(name, work, complain) {
    const startedAt = performance.now()
    let counts
    const notes = []
    try {
      counts = (await work((note) => notes.push(note))) ?? { passed: 1, failed: 0, skipped: 0 }
    } catch (error) {
      complain(error instanceof Error ? error.message : error)
      counts = { passed: 0, failed: 1, skipped: 0 }
    }
    this.rows.push({ name, counts, notes, seconds: (performance.now() - startedAt) / 1000 })
    return counts.failed === 0
  }

  /** A stage this machine cannot run: named, with the reason. */
  skip(name, reason) {
    console.log(`\n── ${name} ──\nskipped: ${reason}`)
    this.rows.push({ name, counts: { passed: 0, failed: 0, skipped: 1 }, notes: [`skipped: ${reason}`], seconds: 0 })
  }

  get total() {
    const sum = (key) => this.rows.reduce((n, row) => n + row.counts[key], 0)
    return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
  }

  /** Prints the table and, as the very last line, "N passed, N failed, N skipped". Sets the exit status. */
  finish() {
    console.log('\nstage                     passed  failed  skipped   seconds')
    for (const { name, counts, seconds, notes } of this.rows) {
      const cell = (n, width) => String(n).padStart(width)
      console.log(
        `${name.padEnd(24)}${cell(counts.passed, 8)}${cell(counts.failed, 8)}${cell(counts.skipped, 9)}${cell(seconds.toFixed(1), 10)}`,
      )
      for (const note of notes) console.log(`  ${note}`)
    }
    const { passed, failed, skipped } = this.total
    process.exitCode = failed > 0 ? 1 : 0
    if (failed > 0)
      console.log(`failed: ${this.rows.flatMap(({ name, counts }) => (counts.failed > 0 ? [name] : [])).join(', ')}`)
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  }
}
