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
      from: { path: '^lib/core/topology/', pathNot: '\\.test\\.ts$' },
      to: { path: '^lib/core/(path|plan|desired|guard|verify|lint)/' },
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
