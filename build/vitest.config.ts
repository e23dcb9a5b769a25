import { defineConfig } from 'vitest/config';

/** Unit tests: everything that needs neither root, namespaces nor a window. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  cacheDir: '.cache/vite',
  test: {
    include: ['test/{shared,electron,renderer,build,runtime,fuzz}/**/*.test.{ts,tsx}'],
    environment: 'node',
    // No test is about how long it takes: these only end one that hangs, on a machine that does other things too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Most of them wait for a peer now and then: by default one processor would be kept free.
    maxWorkers: '100%',
  },
});
