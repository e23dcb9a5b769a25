import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { keepBundled } from './scripts/lib/bundled-packages.mjs';

const fromRoot = (place: string): string => fileURLToPath(new URL(`../${place}`, import.meta.url));

const firstScreen = fromRoot('renderer/main.tsx');

/** What the first screen imports, in one file: each file more is a question to the main process while the person waits. */
function modulesOfFirstScreen(): (
  module: string,
  importsOf: (module: string) => readonly string[],
) => boolean {
  let found: Set<string> | null = null;
  return (module, importsOf) => {
    if (found === null) {
      found = new Set([firstScreen]);
      // A set gives also what is put in while it is gone through.
      for (const one of found) for (const imported of importsOf(one)) found.add(imported);
    }
    return found.has(module);
  };
}
const isOfFirstScreen = modulesOfFirstScreen();

/** Remembers whose files went into the page and its workers, for the notices that travel with it. */
const files = new Set<string>();
const rememberPackages = (): Plugin => ({
  name: 'remember-packages',
  generateBundle() {
    for (const file of this.getModuleIds()) files.add(file.replace(/^\0|\?.*$/g, ''));
    keepBundled('renderer', [...files]);
  },
});

/** The page in the window: everything in files of its own, because its policy allows no inline script and no data: URL. */
export default defineConfig({
  root: fromRoot('renderer'),
  base: './',
  cacheDir: fromRoot('.cache/vite'),
  plugins: [react(), rememberPackages()],
  worker: { format: 'es', plugins: () => [rememberPackages()] },
  build: {
    outDir: fromRoot('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome114',
    cssTarget: 'chrome114',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // They are all in it already; what they load later is not.
          includeDependenciesRecursively: false,
          groups: [
            {
              debugName: 'start',
              name: (module, chunking) =>
                isOfFirstScreen(module, (one) => chunking.getModuleInfo(one)?.importedIds ?? [])
                  ? 'start'
                  : null,
            },
          ],
        },
      },
    },
    license: { fileName: 'licenses.md' },
  },
});
