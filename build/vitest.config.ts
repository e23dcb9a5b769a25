import { defineConfig } from 'vitest/config';

/** Unit tests: everything that needs neither root, namespaces nor a window. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  cacheDir: '.cache/vite',
  test: {
    include: ['test/{shared,electron,renderer,build,runtime,fuzz}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 20_000,
    // Some start a program first, which takes a while on a machine that does other things too.
    hookTimeout: 60_000,
    // Most of them wait for a peer now and then: by default one processor would be kept free.
    maxWorkers: '100%',
  },
});
