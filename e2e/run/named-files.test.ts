import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const PAGES = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'lib/simhost/README.md', 'e2e/lab/field/README.md']
/** A path between backticks, from the root. One with a wildcard names no file. */
const NAMED = /`((?:app|components|e2e|lib|prisma)\/[^`\s*<>{}…]+)`/g
/** Made by a command. */
const isMade = (name: string): boolean => name.startsWith('lib/server/db/generated')

it.each(PAGES)('every file that %s names is there', (page) => {
  const names = [...readFileSync(path.join(ROOT, page), 'utf8').matchAll(NAMED)].flatMap(([, name]) => name ?? [])
  expect(names.filter((name) => !isMade(name) && !existsSync(path.join(ROOT, name)))).toEqual([])
})
