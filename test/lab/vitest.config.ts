import { defineConfig } from 'vitest/config';

/**
 * Tests in network namespaces: root only, real peers. Each file has namespaces of its own, named by its process, and mostly
 * waits for silence: so several run beside each other.
 */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  cacheDir: '.cache/vite-lab',
  test: {
    include: ['test/lab/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
  },
});
