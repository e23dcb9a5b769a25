import type { Site } from '../../shared/site/schema.ts';
import type { Signer } from '../signing/index.ts';
import { openAgentSigner, openIdentity, openSigningKeyFile } from '../signing/index.ts';
import { agentAddress } from '../ssh/index.ts';
import { identityPath } from '../store/user-directory.ts';
import { takeSecret } from './credentials.ts';
import { badInput } from './stop.ts';
import type { Surroundings } from './surroundings.ts';

export interface SigningOptions {
  readonly signingKey?: string;
  readonly signingPassphraseEnv?: string;
  /** Fingerprint of a key in the SSH agent; true: the only one there. */
  readonly signingAgent?: string | true;
}

/**
 * Opens the key that the report will be signed with, before anything is sent: a run that nobody can sign is no use.
 *
 * @throws SigningError with its cure
 */
export async function openSigner(
  options: SigningOptions,
  { technician }: { readonly technician: Pick<Site['technician'], 'name' | 'email'> },
  surroundings: Surroundings,
): Promise<Signer> {
  const { environment, userFolder } = surroundings;
  const { signingAgent, signingKey, signingPassphraseEnv } = options;
  const { name, email } = technician;
  if (signingAgent !== undefined) {
    if (signingKey !== undefined || signingPassphraseEnv !== undefined) {
      throw badInput(
        '--signing-agent signs with a key of the SSH agent, so no other key or passphrase fits.',
        'Leave out --signing-key and --signing-passphrase-env, or --signing-agent.',
      );
    }
    const fingerprint = signingAgent === true ? null : signingAgent;
    return openAgentSigner(
      { address: agentAddress(environment), signal: surroundings.signal },
      { fingerprint, name, email },
    );
  }
  const passphrase =
    signingPassphraseEnv === undefined
      ? null
      : takeSecret(signingPassphraseEnv, '--signing-passphrase-env', environment);
  return signingKey === undefined
    ? openIdentity(identityPath(userFolder), passphrase, { now: surroundings.now() })
    : openSigningKeyFile(signingKey, { passphrase, name, email });
}
