import { Buffer } from 'node:buffer';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { readElement, readElements, type DerElement } from '../../der.ts';
import type { DocumentSigner } from '../signer.ts';
import { certificateFacts } from './certificate-facts.ts';
import { encodeSignedData, signedAttributes, type SignedDataParts } from './signed-data.ts';

/**
 * `other-content`: another content was signed; `bad-signature`: the key of the certificate did not make it;
 * `unreadable`: not of the one form that is written here.
 */
export type CmsAnswer =
  | {
      readonly kind: 'good' | 'other-content' | 'bad-signature';
      readonly signer: Omit<DocumentSigner, 'sign'>;
    }
  | { readonly kind: 'unreadable' };

function inside(element: DerElement | null | undefined): readonly DerElement[] {
  return element === null || element === undefined ? [] : (readElements(element.content) ?? []);
}

/** The only value of the attribute at this place among those that were signed. */
function valueOf(attribute: DerElement | undefined): DerElement | undefined {
  return inside(inside(attribute)[1])[0];
}

/** The parts of a signature, without any judgement; null when it is not laid out as it is written here. */
function readParts(cms: Uint8Array): SignedDataParts | null {
  const [, explicitData] = inside(readElement(cms));
  const [, , , certificateSet, signerInfos] = inside(inside(explicitData)[0]);
  const [, , , attributes, , signature] = inside(inside(signerInfos)[0]);
  // In the order of their encodings: the shortest first.
  const [, digest, named] = inside(attributes);
  const contentDigest = valueOf(digest)?.content;
  const hashes = inside(inside(valueOf(named))[0]).map((each) => inside(each)[0]?.content.toString('hex'));
  const carried = new Map(
    inside(certificateSet).map(({ whole }) => [createHash('sha256').update(whole).digest('hex'), whole]),
  );
  const certificates = hashes.flatMap((hash) => carried.get(hash ?? '') ?? []);
  const [own] = certificates;
  if (own === undefined || contentDigest === undefined || signature === undefined) return null;
  // What cannot be read for people is not taken either.
  certificateFacts(own);
  const type = new X509Certificate(own).publicKey.asymmetricKeyType;
  return {
    certificates,
    algorithm: type === 'rsa' ? 'rsa-pkcs1-sha256' : 'ecdsa-p256-sha256',
    contentDigest,
    signature: signature.content,
  };
}

/** Put together anew, the parts must give the same bytes: so nothing can be changed that the signature does not cover. */
function partsOf(cms: Uint8Array): SignedDataParts | null {
  try {
    const parts = readParts(cms);
    return parts !== null && Buffer.compare(encodeSignedData(parts), cms) === 0 ? parts : null;
  } catch {
    // A certificate that is none.
    return null;
  }
}

function isSigned({ certificates, signature, contentDigest }: SignedDataParts): boolean {
  const [own = Buffer.alloc(0)] = certificates;
  const attributes = signedAttributes({ certificates, contentDigest });
  try {
    return verify('sha256', attributes, new X509Certificate(own).publicKey, signature);
  } catch {
    // A key of a kind that signs otherwise.
    return false;
  }
}

/** Verifies a signature that `signCms` made over the content with this SHA-256. Only the one form that it writes counts. */
export function verifyCms(cms: Uint8Array, contentDigest: Uint8Array): CmsAnswer {
  const parts = partsOf(cms);
  if (parts === null) return { kind: 'unreadable' };
  const { certificates, algorithm } = parts;
  const signer = { certificates, algorithm };
  if (!isSigned(parts)) return { kind: 'bad-signature', signer };
  const same = Buffer.compare(parts.contentDigest, contentDigest) === 0;
  return { kind: same ? 'good' : 'other-content', signer };
}
