import type { Site } from '../../shared/site/schema.ts';
import type { DocumentSigner, Signer } from '../signing/index.ts';
import {
  openAgentSigner,
  openCompanyCertificate,
  openIdentity,
  openSigningKeyFile,
} from '../signing/index.ts';
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
  /** PKCS#12 file. */
  readonly pdfCertificate?: string;
  readonly pdfPassphraseEnv?: string;
}

/** The certificate for the PDF; null: none was given. */
async function openDocuments(
  { pdfCertificate, pdfPassphraseEnv }: SigningOptions,
  { environment, now }: Surroundings,
): Promise<DocumentSigner | null> {
  if (pdfCertificate === undefined) {
    if (pdfPassphraseEnv === undefined) return null;
    throw badInput(
      '--pdf-passphrase-env opens a certificate, and none is given.',
      'Give --pdf-certificate FILE.p12.',
    );
  }
  if (pdfPassphraseEnv === undefined) {
    throw badInput(
      `The certificate file ${pdfCertificate} needs its passphrase.`,
      'Give --pdf-passphrase-env VAR.',
    );
  }
  const passphrase = takeSecret(pdfPassphraseEnv, '--pdf-passphrase-env', environment);
  return openCompanyCertificate(pdfCertificate, passphrase, now());
}

/**
 * Opens the key that the report will be signed with, before anything is sent: a run that nobody can sign is no use.
 *
 * @throws SigningError with its cure
 */
export async function openSigner(
  options: SigningOptions,
  site: { readonly technician: Pick<Site['technician'], 'name' | 'email'> },
  surroundings: Surroundings,
): Promise<Signer> {
  const documents = await openDocuments(options, surroundings);
  const signer = await openKey(options, site, surroundings);
  return documents === null ? signer : { ...signer, documents };
}

async function openKey(
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
    : openSigningKeyFile(signingKey, { passphrase, name, email, now: surroundings.now() });
}
