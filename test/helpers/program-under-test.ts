import { fileURLToPath } from 'node:url';

/** What is started, and the arguments that come before those of a test. */
export interface ProgramUnderTest {
  readonly executable: string;
  /** The checkout, which a bare Electron has to be told; a packaged program brings its own archive. */
  readonly folder: readonly string[];
  readonly packaged: boolean;
}

/**
 * The packaged program where GATECHECK_PACKAGED names its copy for tests (build/scripts/lib/twin.mjs), else the checkout in the
 * Electron that GATECHECK_ELECTRON names.
 */
export function programUnderTest(): ProgramUnderTest {
  const packaged = process.env['GATECHECK_PACKAGED'] ?? '';
  if (packaged !== '') return { executable: packaged, folder: [], packaged: true };
  const executable = process.env['GATECHECK_ELECTRON'];
  if (executable === undefined) throw new Error('GATECHECK_ELECTRON is not set: run npm test -- e2e.');
  return { executable, folder: [fileURLToPath(new URL('../..', import.meta.url))], packaged: false };
}
