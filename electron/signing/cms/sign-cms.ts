import { Buffer } from 'node:buffer';
import { createHash, verify, X509Certificate } from 'node:crypto';
import type { DocumentSigner } from '../signer.ts';
import { encodeSignedData, signedAttributes } from './signed-data.ts';

/** The longest that a DER form of an ECDSA signature over P-256 gets. */
const longestP256 = 72;

function longestSignature({ algorithm, certificates }: Omit<DocumentSigner, 'sign'>): number {
  if (algorithm === 'ecdsa-p256-sha256') return longestP256;
  const [own = Buffer.alloc(0)] = certificates;
  return Math.ceil((new X509Certificate(own).publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}

/** How many bytes a signature with these certificates takes at most. It follows from the certificates alone. */
export function cmsSize(signer: Omit<DocumentSigner, 'sign'>): number {
  const { algorithm, certificates } = signer;
  const signature = Buffer.alloc(longestSignature(signer));
  return encodeSignedData({ algorithm, certificates, contentDigest: Buffer.alloc(32), signature }).length;
}

/**
 * Signs a content that stays outside, e.g. a PDF: CMS SignedData, DER, at most `cmsSize` bytes.
 *
 * @throws Error when the key and the certificate do not belong together: such a signature is never given out
 */
export async function signCms(content: Uint8Array, signer: DocumentSigner): Promise<Uint8Array> {
  const { algorithm, certificates } = signer;
  const contentDigest = createHash('sha256').update(content).digest();
  const attributes = signedAttributes({ certificates, contentDigest });
  const signature = await signer.sign(attributes);
  const [own = Buffer.alloc(0)] = certificates;
  if (!verify('sha256', attributes, new X509Certificate(own).publicKey, signature)) {
    throw new Error('The key that signs the PDF does not belong to its certificate.');
  }
  return encodeSignedData({ algorithm, certificates, contentDigest, signature });
}
