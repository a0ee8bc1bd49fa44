/** What each floor of a room may import of its other floors; the files of the room itself are open to all. */
const floors = (room, below) =>
  Object.entries(below).map(([floor, others]) => ({
    name: `${room.split('/').at(-1)}-${floor}`,
    severity: 'error',
    comment: `This floor may import ${others.length === 0 ? 'no other' : others.join(', ')}: see ARCHITECTURE.md.`,
    from: { path: `^${room}/${floor}/`, pathNot: '\\.test\\.tsx?$' },
    to: {
      path: `^${room}/(${Object.keys(below)
        .filter((name) => name !== floor && !others.includes(name))
        .join('|')})/`,
    },
  }))

/**
 * Which way imports may go, those of types included. What rooms must not import at all is in eslint.config.mjs.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const config = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment:
        'Two files that need each other are one, or share a third. What comes in a chunk of its own closes no circle.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    {
      name: 'topology-is-below',
      severity: 'error',
      comment: 'The graph is drawn of a state; paths and plans are made over it.',
      from: { path: '^lib/core/topology/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { path: '^lib/core/(path|plan|desired|guard|verify|lint)/' },
    },
    ...floors('lib/core/topology', {
      graph: [],
      build: ['graph'],
      facts: ['graph', 'build'],
      fold: ['graph', 'build'],
      place: ['graph'],
      find: ['graph'],
      overlay: ['graph', 'fold', 'place'],
    }),
    ...floors('lib/core/plan', {
      commands: [],
      definitions: [],
      kept: ['commands'],
      render: ['commands', 'definitions', 'kept'],
      effects: ['commands', 'render'],
      edits: ['commands', 'definitions', 'effects'],
      undo: ['definitions', 'edits', 'effects', 'render'],
    }),
    ...floors('components/change-forms', { fields: [], forms: ['fields'], actions: ['forms'], staged: [] }),
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      comment: 'What tests share lies in folders named testing: the product does not know of it.',
      from: { pathNot: '\\.test\\.tsx?$|/testing/|^e2e/' },
      to: { path: '/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules|lib/server/db/generated' },
    exclude: { path: '^(\\.next|out|data|test-results)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}

export default config
