import { defineConfig } from '@playwright/test';

/**
 * The wizard end to end. `electron`: the built program in the Electron that GATECHECK_ELECTRON names (`npm test -- e2e`
 * sets it), with real SSH and real files. `chromium-renderer`: the built window in Debian's Chromium, with the scripted
 * bridge. Needs `npm run build` (dist/renderer) and /usr/bin/chromium, or GATECHECK_CHROMIUM.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  workers: 1,
  reporter: [['list']],
  projects: [
    {
      name: 'electron',
      testMatch: 'electron*.spec.ts',
      // Documents are really made here, and the machine may be slow.
      expect: { timeout: 20_000 },
      timeout: 120_000,
    },
    {
      name: 'chromium-renderer',
      testMatch: 'browser-renderer/**/*.test.ts',
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 720 },
        launchOptions: {
          executablePath: process.env['GATECHECK_CHROMIUM'] ?? '/usr/bin/chromium',
          args: [
            '--headless',
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
  ],
});
