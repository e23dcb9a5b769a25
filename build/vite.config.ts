import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const fromRoot = (place: string): string => fileURLToPath(new URL(`../${place}`, import.meta.url));

/** The page in the window: everything in files of its own, because its policy allows no inline script and no data: URL. */
export default defineConfig({
  root: fromRoot('renderer'),
  base: './',
  cacheDir: fromRoot('.cache/vite'),
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: fromRoot('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome114',
    cssTarget: 'chrome114',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    license: { fileName: 'licenses.md' },
  },
});
