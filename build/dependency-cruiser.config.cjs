// The one way through the house, as rules that a tool checks (docs/adr/0001-one-way-through-the-house.md).
// Each message says what is wrong and what to do instead.

/** Stages of shared/, left to right. A stage may import itself and the stages to its left. */
const stages = [
  'lib',
  'words',
  'catalog',
  'site',
  'rules',
  'plan',
  'probes',
  'results',
  'verdicts',
  'report',
  'documents',
  'ipc',
];

const stageRules = stages.slice(0, -1).map((stage, index) => ({
  name: `stage-${stage}-imports-to-its-right`,
  comment: `shared/${stage} may import only ${stages.slice(0, index + 1).join(', ')}. Move the shared part to the left, or pass the value in as an argument.`,
  severity: 'error',
  from: { path: `^shared/${stage}/` },
  to: { path: `^shared/(${stages.slice(index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...stageRules,
    {
      name: 'shared-is-pure',
      comment:
        'shared/ may import zod, @noble/hashes and canonicalize, nothing else (docs/adr/0002). Do the I/O in electron/ and pass the result in.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { pathNot: '(^shared/|(^|/)node_modules/(zod|@noble/hashes|canonicalize)/)' },
    },
    {
      name: 'ssh2-only-in-electron-ssh',
      comment:
        'Only electron/ssh may import ssh2: it maps errors once and always verifies host keys. Use electron/ssh.',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: '^electron/ssh/' },
      to: { path: 'node_modules/(@types/)?ssh2/' },
    },
    {
      name: 'electron-only-in-app-main-preload',
      comment:
        "Only electron/app, electron/main.ts and electron/preload.ts may import 'electron': everything else also runs on plain Node. Take a port as an argument.",
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/', pathNot: '^electron/(app/|main\\.ts$|preload\\.ts$)' },
      to: { path: '(node_modules/electron/|^electron$)' },
    },
    {
      name: 'electron-does-not-import-renderer',
      comment: 'electron/ and renderer/ meet only at shared/ipc.',
      severity: 'error',
      from: { path: '^electron/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'renderer-stays-in-the-window',
      comment:
        'renderer/ has no Node, no Electron and no I/O: ask through renderer/api, whose contract is shared/ipc.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^electron/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'renderer/ runs in a sandbox without Node. Ask through renderer/api.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'adapters-do-not-know-usecases',
      comment: 'A use-case takes adapters as arguments, never the other way round.',
      severity: 'error',
      from: { path: '^electron/(ssh|engines|pdf|signing|store|practice|log)/' },
      to: { path: '^electron/(usecases|app)/' },
    },
    {
      name: 'no-circular',
      comment: 'Two modules that need each other are one module, or hide a third.',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/' },
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: { path: '^(shared|electron|renderer)/' },
      to: { couldNotResolve: true, pathNot: '^electron$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
