import { dirname } from 'node:path';
import { StoreError } from '../store/store-error.ts';
import { readTextFile } from '../store/text-file.ts';
import { makePrivateFolder, writeAtomically } from '../store/write-atomically.ts';
import type { AllowedSigner, AllowedSigners } from './allowed-signers.ts';
import { parseAllowedSigners, parseSignerLine } from './allowed-signers.ts';

async function readText(path: string): Promise<string> {
  try {
    return await readTextFile(path);
  } catch (error) {
    if (error instanceof StoreError && error.kind === 'not-found') return '';
    throw error;
  }
}

/** Keys of colleagues that this user imported: an `allowed_signers` file in the user's own folder. */
export async function readKnownSigners(path: string): Promise<AllowedSigners> {
  return parseAllowedSigners(await readText(path));
}

/**
 * Adds one line to the imported keys; a line that is there already is not added again.
 *
 * @throws SigningError `bad-key` when the line is none; StoreError
 */
export async function importSigner(path: string, line: string): Promise<AllowedSigner> {
  const signer = parseSignerLine(line);
  const before = await readText(path);
  if (before.split(/\r?\n/).includes(line.trim())) return signer;
  const text = before === '' || before.endsWith('\n') ? before : `${before}\n`;
  await makePrivateFolder(dirname(path));
  await writeAtomically(path, `${text}${line.trim()}\n`, { mode: 0o600 });
  return signer;
}
