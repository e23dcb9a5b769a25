import type { Site } from '../../shared/site/schema.ts';
import type { Signer } from '../signing/index.ts';
import { openIdentity, openSigningKeyFile } from '../signing/index.ts';
import { identityPath } from '../store/user-directory.ts';
import { takeSecret } from './credentials.ts';
import type { Surroundings } from './surroundings.ts';

export interface SigningOptions {
  readonly signingKey?: string;
  readonly signingPassphraseEnv?: string;
}

/**
 * Opens the key that the report will be signed with, before anything is sent: a run that nobody can sign is no use.
 *
 * @throws SigningError with its cure
 */
export async function openSigner(
  options: SigningOptions,
  site: Site,
  { environment, userFolder }: Surroundings,
): Promise<Signer> {
  const variable = options.signingPassphraseEnv;
  const passphrase =
    variable === undefined ? null : takeSecret(variable, '--signing-passphrase-env', environment);
  return options.signingKey === undefined
    ? openIdentity(identityPath(userFolder), passphrase)
    : openSigningKeyFile(options.signingKey, {
        passphrase,
        name: site.technician.name,
        email: site.technician.email,
      });
}
