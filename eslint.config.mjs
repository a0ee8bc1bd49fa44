import nextCoreWebVitals from 'eslint-config-next/core-web-vitals'
import prettier from 'eslint-config-prettier/flat'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** What each room must not import: ARCHITECTURE.md, "Rooms". Arrows: core <- contract <- { server, client } <- app, components. */
// The slash anchors a name: without it the pattern also forbids our own folders of that name, such as core/path.
const PLATFORM = ['node:*', '/fs', '/path', '/os', '/net', '/crypto', '/child_process', '/stream', '/buffer', '/events']
const ROOM = {
  app: ['@/app/*', '**/app/**'],
  components: ['@/components/*', '**/components/**'],
  contract: ['@/lib/contract/*', '**/contract/**'],
  server: ['@/lib/server/*', '**/lib/server/**', '../server/**', '../../server/**'],
  client: ['@/lib/client/*', '**/lib/client/**', '../client/**', '../../client/**'],
  simhost: ['@/lib/simhost/*', '**/simhost/**'],
  e2e: ['@/e2e/*', '**/e2e/**'],
}
const FRAMEWORK = ['react', 'react-dom', 'react-dom/*', 'next', 'next/*', '@tanstack/*', '@xyflow/*', 'react-hook-form']
const BACKEND = ['ssh2', '@prisma/*', '@photostructure/sqlite', 'pino', '@node-rs/*', 'server-only']

const room = (files, because, ...groups) => ({
  files,
  ignores: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'],
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: groups.flat(), message: because }] }],
  },
})

/** A room with one more thing that it must not import. */
const within = (outer, pattern) => {
  const [level, { patterns }] = outer.rules['no-restricted-imports']
  return { ...outer, rules: { 'no-restricted-imports': [level, { patterns: [...patterns, pattern] }] } }
}

const core = (files) =>
  room(
    [files],
    'lib/core is pure: it runs anywhere and tests without a host.',
    PLATFORM,
    FRAMEWORK,
    BACKEND,
    ROOM.app,
    ROOM.components,
    ROOM.contract,
    ROOM.server,
    ROOM.client,
    ROOM.simhost,
    ROOM.e2e,
  )

export default defineConfig([
  globalIgnores([
    '.next*/**',
    'next-env.d.ts',
    'node_modules/**',
    'lib/server/db/generated/**',
    'out/**',
    'data/**',
    'test-results/**',
    'playwright-report/**',
  ]),
  ...nextCoreWebVitals,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
    },
  },
  {
    files: ['**/*.{ts,tsx,mjs}'],
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'smart'],
    },
  },
  {
    // It warns for the sake of the React Compiler, which this project does not use.
    files: ['components/ui/LongBody.tsx'],
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  core('lib/core/**'),
  within(core('lib/core/vlan/**'), {
    regex: '^(@/lib/core|\\.\\.)/(?!model/|text/)',
    message: 'core/vlan knows the model alone: others ask it, it asks nobody.',
  }),
  within(core('lib/core/state/**'), {
    regex: '^(@/lib/core|\\.\\.)/(?!model/|address/|text/|observe/in-order)',
    message: 'core/state knows the model and addresses alone: everybody looks things up in it.',
  }),
  within(core('lib/core/intents/**'), {
    regex: '^(@/lib/core|\\.\\.)/(?!address/|vlan/)',
    message: 'core/intents says what may be asked for: what comes of it on a host is for core/plan.',
  }),
  within(core('lib/core/objects/**'), {
    regex: '^(@/lib/core|\\.\\.)/(?!model/|observe/|vlan/|state/|address/|text/)',
    message:
      'core/objects has what there is to know of each kind of object: plans, the guard and drift ask it, it asks none of them.',
  }),
  room(
    ['lib/contract/**'],
    'lib/contract is shared by both sides and knows only lib/core.',
    PLATFORM,
    FRAMEWORK,
    BACKEND,
    ROOM.app,
    ROOM.components,
    ROOM.server,
    ROOM.client,
    ROOM.simhost,
    ROOM.e2e,
  ),
  room(
    ['lib/server/**'],
    'lib/server serves; it never imports what is drawn.',
    ROOM.app,
    ROOM.components,
    ROOM.client,
    ROOM.simhost,
    ROOM.e2e,
    ['react', 'react-dom', '@tanstack/*', '@xyflow/*', 'react-hook-form'],
  ),
  room(
    ['lib/client/**'],
    'lib/client speaks to the server over HTTP only.',
    PLATFORM,
    BACKEND,
    ROOM.app,
    ROOM.components,
    ROOM.server,
    ROOM.simhost,
    ROOM.e2e,
  ),
  room(
    ['components/**'],
    'components know client, contract and core.',
    PLATFORM,
    BACKEND,
    ROOM.app,
    ROOM.server,
    ROOM.simhost,
    ROOM.e2e,
  ),
  room(
    ['components/ui/**'],
    'components/ui is generic: it imports nothing of ours.',
    PLATFORM,
    BACKEND,
    ['@tanstack/react-query', '@xyflow/*', 'react-hook-form', '@/lib/*'],
    ROOM.app,
    ROOM.contract,
    ROOM.server,
    ROOM.client,
    ROOM.simhost,
    ROOM.e2e,
  ),
  room(
    ['app/api/**'],
    'routes translate: server and contract only.',
    ROOM.components,
    ROOM.client,
    ROOM.simhost,
    ROOM.e2e,
  ),
  room(
    ['lib/simhost/**'],
    'the simulated host shares only lib/core with the product.',
    FRAMEWORK,
    ROOM.app,
    ROOM.components,
    ROOM.contract,
    ROOM.server,
    ROOM.client,
    ROOM.e2e,
  ),
  {
    // One place each: SSH connections are only made where a host key verifier is mandatory, rows are only read by the db room,
    // the environment is read once.
    files: ['app/**', 'components/**', 'lib/server/**', 'instrumentation.ts'],
    ignores: ['**/*.test.ts', 'lib/server/ssh/**', 'lib/server/db/**', 'lib/server/env.ts', 'lib/server/cli/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['ssh2'], message: 'only lib/server/ssh speaks SSH.' },
            {
              group: ['**/db/generated/**', '@prisma/*', '@photostructure/sqlite'],
              message: 'only lib/server/db reads rows.',
            },
          ],
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'read it in lib/server/env.ts.' },
      ],
    },
  },
  {
    // What a page's HTML loads is counted (npm run bench -- bundle): schemas come in a chunk of their own, by lib/client/contract.ts.
    files: ['components/**', 'lib/client/**'],
    ignores: ['**/*.test.ts', 'lib/client/schemas.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['zod', '**/contract/*', '!**/contract/constants', '!**/contract/sse-parser', '!./contract'],
              allowTypeImports: true,
              message: 'import types only; name the schema to api.get or contractResolver, or await loadContract().',
            },
          ],
        },
      ],
    },
  },
  {
    // Titles and the menus of forms are shown before any schema or form is loaded.
    files: ['lib/core/intents/titles.ts', 'components/change-forms/forms/table.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '.', allowTypeImports: true, message: 'import types only: this is loaded at once.' }] },
      ],
    },
  },
  {
    // Playwright's fixtures hand over with a function named `use`; there is no React in e2e.
    files: ['e2e/**'],
    rules: { 'react-hooks/rules-of-hooks': 'off', 'no-empty-pattern': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  prettier,
])
