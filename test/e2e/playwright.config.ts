import { defineConfig } from '@playwright/test';

/** Debian's Chromium, which calls nobody by itself. */
function chromium(more: readonly string[]) {
  return {
    browserName: 'chromium' as const,
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
        ...more,
      ],
    },
  };
}

/**
 * The wizard end to end. `electron`: the built program in the Electron that GATECHECK_ELECTRON names (`npm test -- e2e`
 * sets it), with real SSH and real files. `chromium-renderer`: the built window in Debian's Chromium, with the scripted
 * bridge. `chromium-verifier`: the built verifier page from disk, in the same browser. Needs `npm run build` (dist/renderer) and /usr/bin/chromium, or GATECHECK_CHROMIUM.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  timeout: 90_000,
  expect: { timeout: 10_000 },
  // Two pages of the browser side by side; of the program's windows only one can have the focus of the one display.
  workers: 2,
  reporter: [['list']],
  projects: [
    {
      name: 'electron',
      testMatch: 'electron*.spec.ts',
      workers: 1,
      // Documents are really made here, and the machine may be slow.
      expect: { timeout: 20_000 },
      timeout: 120_000,
    },
    {
      name: 'chromium-renderer',
      testMatch: 'browser-renderer/**/*.test.ts',
      use: chromium([]),
    },
    {
      // From disk, with nowhere to go: what a page asked for all the same would fail.
      name: 'chromium-verifier',
      testMatch: 'browser-verifier/**/*.test.ts',
      use: chromium(['--proxy-server=127.0.0.1:9', '--host-resolver-rules=MAP * ~NOTFOUND']),
    },
  ],
});
