import { defineConfig } from 'vitest/config';

/** Tests in network namespaces: root only, one file after the other, real peers. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  cacheDir: '.cache/vite-lab',
  test: {
    include: ['test/lab/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
});
