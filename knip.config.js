/**
 * What nothing uses: files, exports, types, dependencies (`npm run lint`). Next, Vitest, Playwright, ESLint, PostCSS, Prisma and the
 * npm scripts are found by knip's own plugins; here is what only a process or a browser starts, by its path.
 * @type {import('knip').KnipConfig}
 */
const config = {
  entry: [
    'e2e/run/*.mjs',
    'dependency-cruiser.config.mjs',
    // Started by e2e/run with tsx.
    'e2e/bench/{main,soak}.ts',
    'e2e/campaign/{database,database-writer,properties}.ts',
    'e2e/lab/{kill,lockout,random-host}/main.ts',
    'lib/simhost/main.ts',
    // Put into a page, and into the console's process.
    'e2e/bench/{in-page.js,probe.mjs}',
    'e2e/support/count-draws.js',
    // Chosen while the programs run: by PATCHBAY_COMPAT, and in place of a package that throws in plain Node.
    'e2e/lab/wiring.compat.ts',
    'lib/server/server-only.stub.ts',
  ],
  project: ['**/*.{ts,tsx,mts,mjs,js,css,prisma}'],
  // Two names of one thing, each said where the other would puzzle: a response of the API is the object itself.
  exclude: ['duplicates'],
  ignoreDependencies: [
    // The generated client imports it, and git does not know that.
    '@prisma/client',
    // For `prisma migrate` where its native engine cannot be downloaded.
    '@prisma/schema-engine-wasm',
    // e2e/run starts these by their path in node_modules, or by an option of node's.
    'prettier',
    'tsx',
  ],
  // Programs of the machine; who starts one says what to do where it is missing.
  ignoreBinaries: ['apt-get', 'ip', 'ssh-add', 'ssh-agent', 'ssh-keygen', 'unshare'],
  playwright: { config: ['playwright.config.ts', 'e2e/{lab,demos}/playwright.config.ts'] },
}

export default config
