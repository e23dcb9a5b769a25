import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bundle = fileURLToPath(new URL('../../build/scripts/bundle.mjs', import.meta.url));

/** Builds the command line if its sources changed: tests run what users run. */
export function buildCommandLine(): void {
  // Inside Electron's own Node, which is older than the build's: there set-up has built it before.
  if ('electron' in process.versions) return;
  execFileSync(process.execPath, [bundle], { stdio: 'pipe', timeout: 120_000 });
}
