// `npm run check`: types, lint, format, and the unit tests that what changed since the main branch concerns: in about a minute.
// `npm run check -- --all`: every unit test, and a lint that trusts no cache.
import { prepare } from './prepare.mjs'
import { Tally } from './tally.mjs'

prepare()

const { forgetLint, format, lint, types } = await import('./checks.mjs')
const { changed } = await import('./changed.mjs')
const { vitest } = await import('./runners.mjs')

const isAll = process.argv.includes('--all')
if (isAll) forgetLint()

const tally = new Tally()
await tally.together({ types, lint, format })

const { base, all, files } = changed()
if (isAll || all) await tally.stage('unit', () => vitest())
else if (files.length === 0) tally.skip('unit', `nothing that a unit test could see differs from ${base}`)
else await tally.stage('unit', () => vitest({ related: files }))

tally.finish()
