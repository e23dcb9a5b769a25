import { ownKeys, readKnownSigners } from '../../signing/index.ts';
import { identityPath, knownSignersPath } from '../../store/user-directory.ts';
import type { KnownKeys } from '../verify-report.ts';
import type { OpenedSite } from './open-sites.ts';

/**
 * Whom this user knows: own keys, those of before too, and imported ones. A practice run's report is signed by the practice
 * site's own key, which is known for as long as that site is open, and to that site only.
 */
export async function knownKeys(
  userFolder: string,
  practice: OpenedSite['practice'] = null,
): Promise<KnownKeys> {
  const own = await ownKeys(identityPath(userFolder));
  const imported = await readKnownSigners(knownSignersPath(userFolder));
  if (practice === null) return { kind: 'own', own, imported };
  const { name, email, publicKeyLine: publicKey } = practice.signer;
  return { kind: 'own', own: [...own, { name, email, publicKey, until: null }], imported };
}
