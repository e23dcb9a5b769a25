import { defineConfig } from '@playwright/test';

/** The program in its window, inside a namespace of the lab: app.test.ts starts this there, and watches the wire. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: '../../test-results/offline/artifacts',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 1,
  reporter: [['list']],
});
