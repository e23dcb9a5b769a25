import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { keepBundled } from './bundled-packages.mjs';
import { fingerprint, isFresh, stamp } from './freshness.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { dist, inRoot } from './paths.mjs';
import { SetupError, say } from './say.mjs';
import { buildVerifier } from './verifier.mjs';

/** What each part of the build is made from, apart from its own sources. */
const tooling = ['package.json', 'package-lock.json', 'build/scripts/lib/build.mjs', 'build/vite.config.ts'];

/** Programs, bundled to one file each. Entries that do not exist are left out. */
const programs = [
  { entry: 'electron/main.ts', output: 'main.cjs', target: 'node18.15' },
  { entry: 'electron/wizard.ts', output: 'wizard.cjs', target: 'node18.15' },
  { entry: 'electron/preload.ts', output: 'preload.cjs', target: 'chrome114' },
  { entry: 'electron/cli.ts', output: 'cli.cjs', target: 'node18.15' },
  { entry: 'electron/pdf/worker.ts', output: 'pdf-worker.cjs', target: 'node18.15' },
  { entry: 'electron/forms/worker.ts', output: 'forms-worker.cjs', target: 'node18.15' },
];

/** The font files that documents embed, read from dist/fonts/ at run time. */
const fonts = [
  'noto-sans/400Regular/NotoSans_400Regular.ttf',
  'noto-sans/700Bold/NotoSans_700Bold.ttf',
  'noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  'noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  'noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf',
];

/** Folders that pdfkit reads from disk beside its bundle. */
const dataFolders = [
  { from: 'node_modules/pdfkit/js/data', to: 'data', ending: '.icc' },
  { from: 'node_modules/pdfkit/js/standard-fonts', to: 'standard-fonts', ending: '.cjs' },
];

/** How pdfkit, once bundled, finds its standard fonts: it asks for them by its own package's private names. */
const distManifest = { type: 'commonjs', imports: { '#standard-fonts/*': './standard-fonts/*.cjs' } };

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {readonly string[]} inputs
 * @property {readonly string[]} outputs
 * @property {() => Promise<void>} make
 */

const version = () => {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return /** @type {{ version: string }} */ (manifest).version;
};

const presentPrograms = () => programs.filter(({ entry }) => existsSync(inRoot(entry)));

const bundlePrograms = async () => {
  const { build } = await import('esbuild');
  const results = await Promise.allSettled(
    presentPrograms().map(({ entry, output, target }) =>
      build({
        entryPoints: [inRoot(entry)],
        absWorkingDir: inRoot('.'),
        outfile: path.join(dist, output),
        bundle: true,
        platform: 'node',
        format: 'cjs',
        target,
        sourcemap: 'linked',
        metafile: true,
        legalComments: 'linked',
        logLevel: 'warning',
        // ssh2's native parts are optional and not installed: it takes its JavaScript ones when these cannot be loaded.
        external: ['electron', 'cpu-features', '*.node'],
        loader: { '.py': 'text', '.pem': 'text' },
        define: {
          'import.meta.url': 'gatecheckBundleUrl',
          'import.meta.dirname': '__dirname',
          'import.meta.filename': '__filename',
          GATECHECK_VERSION: JSON.stringify(version()),
        },
        banner: { js: bannerFor(output) },
      }),
    ),
  );
  const failures = results.filter((result) => result.status === 'rejected');
  if (failures.length > 0) throw new SetupError('the build failed; the messages above name the places');
  keepBundled(
    'programs',
    results.flatMap((result) =>
      result.status === 'fulfilled' ? Object.keys(result.value.metafile.inputs) : [],
    ),
  );
};

/** A sandboxed preload script has no node:url, and needs none. @param {string} output */
const bannerFor = (output) =>
  output === 'preload.cjs'
    ? 'const gatecheckBundleUrl = undefined;'
    : "const gatecheckBundleUrl = require('node:url').pathToFileURL(__filename).href;";

/** @returns {Promise<void>} */
const copyData = () => {
  mkdirSync(path.join(dist, 'fonts'), { recursive: true });
  for (const font of fonts) {
    copyFileSync(
      inRoot('node_modules/@expo-google-fonts', font),
      path.join(dist, 'fonts', path.basename(font)),
    );
  }
  for (const { from, to, ending } of dataFolders) {
    mkdirSync(path.join(dist, to), { recursive: true });
    const names = readdirSync(inRoot(from), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith(ending),
    );
    for (const name of names) cpSync(inRoot(from, name), path.join(dist, to, name));
  }
  writeFileSync(path.join(dist, 'package.json'), JSON.stringify(distManifest));
  keepBundled('data', [
    ...fonts.map((font) => `node_modules/@expo-google-fonts/${font}`),
    ...dataFolders.map(({ from }) => `${from}/`),
  ]);
  return Promise.resolve();
};

const buildRenderer = async () => {
  const { build } = await import('vite');
  try {
    await build({ configFile: inRoot('build/vite.config.ts'), logLevel: 'warn' });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    throw new SetupError('the build of renderer/ failed; the message above names the place');
  }
};

/** @returns {Part} */
const programsPart = () => ({
  name: 'programs',
  inputs: ['shared', 'electron', ...tooling],
  outputs: [...presentPrograms().map(({ output }) => output), '.bundled-programs.json'],
  make: bundlePrograms,
});

/** @returns {Part} */
const dataPart = () => ({
  name: 'data',
  inputs: tooling,
  outputs: ['fonts', 'data', 'standard-fonts', 'package.json', '.bundled-data.json'],
  make: copyData,
});

/** The page that verifies without us: the command line writes it too. @returns {Part} */
const verifierPart = () => ({
  name: 'verifier',
  inputs: [
    ...['shared', 'renderer/verifier', 'renderer/styles/tokens.css', 'renderer/components/icons.svg'],
    ...['build/scripts/lib/verifier.mjs', ...tooling],
  ],
  outputs: ['verifier.html', '.bundled-verifier.json'],
  make: buildVerifier,
});

/** @returns {Part[]} none while there is no page */
const rendererParts = () =>
  existsSync(inRoot('renderer/index.html'))
    ? [
        {
          name: 'renderer',
          inputs: ['shared', 'renderer', ...tooling],
          outputs: ['renderer/index.html', '.bundled-renderer.json'],
          make: buildRenderer,
        },
      ]
    : [];

/**
 * @param {Scope} scope
 * @param {boolean} force
 * @returns {(Part & { print: string })[]}
 */
const staleParts = (scope, force) =>
  [programsPart(), dataPart(), verifierPart(), ...(scope === 'all' ? rendererParts() : [])]
    .map((part) => ({ ...part, print: fingerprint(part.inputs) }))
    .filter(({ name, print, outputs }) => force || !isFresh(name, print, outputs));

/** @typedef {'all' | 'command-line'} Scope */

/**
 * Brings dist/ up to date. Only what changed is made again.
 * @param {{ scope: Scope, force?: boolean }} options
 * @returns {Promise<boolean>} whether anything had to be made
 */
export const ensureBuild = async ({ scope, force = false }) => {
  if (!force && staleParts(scope, false).length === 0) return false;
  return oneAtATime('build', async () => {
    const stale = staleParts(scope, force);
    if (stale.length > 0) say(`building ${stale.map(({ name }) => name).join(', ')}`);
    for (const { name, print, make } of stale) {
      stamp(name, null);
      await make();
      stamp(name, print);
    }
    return stale.length > 0;
  });
};
