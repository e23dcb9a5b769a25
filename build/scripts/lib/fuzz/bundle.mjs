import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache, inRoot, root } from '../paths.mjs';
import { counters, instrument } from './instrument.mjs';

/** What is counted: the product's own sources, and the libraries that it hands files of strangers to. */
const counted =
  /\/(?:shared|electron)\/.*\.ts$|\/node_modules\/(?:fflate\/.*\.m?js|ssh2\/lib\/protocol\/keyParser\.js|(?:asn1js|pkijs)\/build\/.*\.js)$/;

/** What CommonJS libraries expect to find in a bundle that is a module. */
const commonJsNames = [
  "import { createRequire as fuzzMakeRequire } from 'node:module';",
  "import { dirname as fuzzDirectoryOf } from 'node:path';",
  "import { fileURLToPath as fuzzPathOf } from 'node:url';",
  'const require = fuzzMakeRequire(import.meta.url);',
  'const __filename = fuzzPathOf(import.meta.url);',
  'const __dirname = fuzzDirectoryOf(__filename);',
].join(' ');

/**
 * The program that fuzzes one target: its parser with counters in it, and the fuzzer itself.
 *
 * @param {string} name
 * @returns {Promise<string>} its file
 */
export const bundleTarget = async (name) => {
  const { build } = await import('esbuild');
  let edges = 0;
  const outfile = path.join(cache, 'fuzz/programs', `${name}.mjs`);
  mkdirSync(path.dirname(outfile), { recursive: true });
  const { outputFiles } = await build({
    stdin: {
      contents: `import { target } from './test/fuzz/targets/${name}.ts'; import { serve } from './test/fuzz/engine/serve.ts'; await serve(target);`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    external: ['electron', 'cpu-features', '*.node'],
    loader: { '.py': 'text', '.pem': 'text' },
    plugins: [
      {
        name: 'counters',
        setup: (build) => {
          build.onLoad({ filter: /\.(?:ts|m?js)$/ }, ({ path: file }) => {
            const source = readFileSync(file, 'utf8')
              .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
              .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)));
            const contents = counted.test(file) ? instrument(file, source, () => edges++) : source;
            return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' };
          });
        },
      },
    ],
    banner: { js: `${commonJsNames} globalThis.${counters} = new Uint8Array(1 << 17);` },
  });
  const text = outputFiles[0]?.text ?? '';
  writeFileSync(outfile, text.replace('new Uint8Array(1 << 17)', `new Uint8Array(${edges})`));
  return outfile;
};

export const corpusFolder = (/** @type {string} */ name) => inRoot('test/fuzz/corpus', name);
