import { Buffer } from 'node:buffer';
import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { documentAlgorithmOf, makeSelfMadeCertificate } from './cms/self-made-certificate.ts';
import type { DocumentSigner, Signer } from './signer.ts';
import { createPracticeSigner } from './signer.ts';

/** A key that signs PDFs, and the certificate that viewers show for it. */
export interface DocumentKey {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** Makes a P-256 key with a self-made certificate: PDF viewers know no Ed25519. */
export async function makeDocumentKey(name: string, email: string, now: Date): Promise<DocumentKey> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = randomBytes(16);
  return {
    key: privateKey,
    certificate: await makeSelfMadeCertificate({ name, email, privateKey, now, serial }),
  };
}

/**
 * Signs documents with a key of one's own, under a self-made certificate; null for keys that PDF viewers do not know, and
 * where nobody is named. The certificate is another one each time, its key is not.
 */
export async function ownKeyDocuments(
  key: KeyObject,
  name: string,
  email: string,
  now: Date,
): Promise<DocumentSigner | null> {
  if (documentAlgorithmOf(key) === null || name === '' || email === '') return null;
  const serial = randomBytes(16);
  const certificate = await makeSelfMadeCertificate({ name, email, privateKey: key, now, serial });
  return documentSignerOf({ key, certificate });
}

/** Signs documents with this key; null when the certificate is not of this key, or cannot be read. */
export function documentSignerOf({ key, certificate }: DocumentKey): DocumentSigner | null {
  const algorithm = documentAlgorithmOf(key);
  if (algorithm === null) return null;
  try {
    if (!new X509Certificate(Buffer.from(certificate)).checkPrivateKey(key)) return null;
  } catch {
    return null;
  }
  return {
    certificates: [certificate],
    algorithm,
    sign: (bytes) => Promise.resolve(sign('sha256', bytes, key)),
  };
}

/** SHA-256 of a certificate as viewers print it, `AA:BB:...`. */
export function certificateFingerprint(certificate: Uint8Array): string {
  const hex = createHash('sha256').update(certificate).digest('hex').toUpperCase();
  return hex.match(/../g)?.join(':') ?? '';
}

/** A throw-away key for practice that signs PDFs too. Its name is PRACTICE there as well. */
export async function openPracticeSigner(now: Date): Promise<Signer> {
  const signer = createPracticeSigner();
  return { ...signer, documents: documentSignerOf(await makeDocumentKey(signer.name, signer.email, now)) };
}
