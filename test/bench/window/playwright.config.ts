import { defineConfig } from '@playwright/test';

/** The window's measures, one after the other. `npm run bench:window` sets the environment that they need. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  timeout: 8 * 60_000,
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: [['list']],
});
