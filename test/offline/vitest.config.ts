import { defineConfig } from 'vitest/config';

/** The window in the lab: needs root, namespaces, a display and the Electron that GATECHECK_ELECTRON names. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  cacheDir: '.cache/vite-offline',
  test: {
    include: ['test/offline/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 400_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
});
