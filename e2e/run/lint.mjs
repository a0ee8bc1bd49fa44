// `npm run lint`: eslint over every file, and what nothing uses. `npm run lint -- FILE …`: eslint over these alone; options are eslint's.
import { eslint, forgetLint, lint } from './checks.mjs'
import { prepare } from './prepare.mjs'

const args = process.argv.slice(2)
const isAll = args.every((arg) => arg.startsWith('-'))

prepare()
forgetLint()
try {
  await (args.length === 0 ? lint(console.log) : eslint(console.log, isAll ? ['.', ...args] : args))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
