import { ownKeys, readKnownSigners } from '../signing/index.ts';
import { identityPath, knownSignersPath } from '../store/user-directory.ts';
import type { KnownKeys } from '../usecases/verify-report.ts';

/** Whose signature counts: the signers of `--allowed-signers`, else one's own keys and those that were imported. */
export async function knownKeysOf(
  allowedSigners: string | undefined,
  userFolder: string,
): Promise<KnownKeys> {
  if (allowedSigners !== undefined) return { kind: 'file', path: allowedSigners };
  return {
    kind: 'own',
    own: await ownKeys(identityPath(userFolder)),
    imported: await readKnownSigners(knownSignersPath(userFolder)),
  };
}
