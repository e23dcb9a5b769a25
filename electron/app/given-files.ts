import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';

/** What the system opens with this program when a person opens such a file (build/electron-builder.config.cjs). */
const ours = /\.(site\.json|readiness\.json|readiness\.pdf|json|pdf)$/i;

/**
 * The file that the system started the program with, if any: the last argument that names one. Switches, the program's own
 * folder and whatever is no file are none.
 *
 * @param argv the arguments behind the executable
 * @param folder what relative paths start from
 */
export function givenIn(argv: readonly string[], folder: string): string | null {
  const files = argv
    .filter((argument) => !argument.startsWith('-') && ours.test(basename(argument)))
    .map((argument) => resolve(folder, argument))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false);
  return files.at(-1) ?? null;
}
