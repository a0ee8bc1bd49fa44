import { defineConfig } from 'prisma/config'

// Every Prisma command first looks for its native schema engine and downloads it where it is missing. `generate`,
// `validate` and `format` never run it, so any program will do: that keeps builds offline. `migrate` gets the real one.
if (['generate', 'validate', 'format'].some((command) => process.argv.includes(command))) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath
}

/** For the Prisma CLI only: the product reads its configuration in lib/server/env.ts and applies migrations by itself. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'file:./data/patchbay.db' },
})
