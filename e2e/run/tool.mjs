// `node e2e/run/tool.mjs typescript/bin/tsc --noEmit`: a tool out of node_modules, once everything it needs is there.
import { pathToFileURL } from 'node:url'
import { bin, prepare } from './prepare.mjs'

const [file, ...args] = process.argv.slice(2)
prepare()
// In this very process: signals, the terminal and the exit status are the tool's own.
process.argv = [process.execPath, bin(file), ...args]
await import(pathToFileURL(bin(file)).href)
