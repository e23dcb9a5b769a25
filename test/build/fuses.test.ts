import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** What the shipped program's binary may do; electron-builder writes these into it. */
const table = {
  // The binary is no Node that runs any script with the program's rights.
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // No code but that of the archive, and that unchanged where the platform can tell (macOS, Windows).
  onlyLoadAppFromAsar: true,
  enableEmbeddedAsarIntegrityValidation: true,
  enableCookieEncryption: true,
  grantFileProtocolExtraPrivileges: false,
  loadBrowserProcessSpecificV8Snapshot: false,
};

it('the shipped program’s fuses are as the table says', () => {
  const config = createRequire(import.meta.url)(
    fileURLToPath(new URL('../../build/electron-builder.config.cjs', import.meta.url)),
  ) as { electronFuses: Record<string, boolean> };
  expect(config.electronFuses).toEqual(table);
});
