import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dist } from './paths.mjs';

/** What the installed command line consists of, beside its launchers in build/command-line/. */
const parts = [
  'cli.cjs',
  'forms-worker.cjs',
  'verifier.html',
  'package.json',
  'fonts',
  'data',
  'standard-fonts',
];

/**
 * Copies the parts of the command line to command-line/ in the folder of what was built, from where the packaging takes them.
 * @param {string} [from]
 */
export const stageCommandLine = (from = dist) => {
  const folder = path.join(from, 'command-line');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of parts) cpSync(path.join(from, part), path.join(folder, part), { recursive: true });
};
