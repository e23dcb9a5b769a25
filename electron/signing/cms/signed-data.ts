import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  explicit,
  integer,
  objectIdentifier,
  octetString,
  readElements,
  sequence,
  setOf,
} from '../../der.ts';
import type { DocumentSigner } from '../signer.ts';
import { oid } from './object-identifiers.ts';

/** CMS SignedData (RFC 5652) over a content that is not in it, as PAdES baseline B-B wants it (ETSI EN 319 142-1). */

export interface SignedDataParts {
  /** DER; the signer's own first. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: DocumentSigner['algorithm'];
  /** SHA-256 of the content. */
  readonly contentDigest: Uint8Array;
  readonly signature: Uint8Array;
}

const sha256Algorithm = (): Buffer => sequence(objectIdentifier(oid.sha256));
const version1 = (): Buffer => integer(Buffer.from([1]));

function attribute(type: string, value: Uint8Array): Buffer {
  return sequence(objectIdentifier(type), setOf(value));
}

/**
 * What the key signs: a set of attributes. All certificates are named in it, so that none can be exchanged for another.
 * The time is in the PDF's own dictionary: inside CMS, PAdES does not allow it.
 */
export function signedAttributes({
  certificates,
  contentDigest,
}: Pick<SignedDataParts, 'certificates' | 'contentDigest'>): Buffer {
  const named = certificates.map((der) => sequence(octetString(createHash('sha256').update(der).digest())));
  return setOf(
    attribute(oid.contentType, objectIdentifier(oid.data)),
    attribute(oid.messageDigest, octetString(contentDigest)),
    attribute(oid.signingCertificateV2, sequence(sequence(...named))),
  );
}

/** Issuer and serial number of a certificate, as they stand in it. Throws Error when it is none. */
function issuerAndSerial(der: Uint8Array): Buffer {
  const [body] = readElements(readElements(der)?.[0]?.content ?? Buffer.alloc(0)) ?? [];
  const fields = readElements(body?.content ?? Buffer.alloc(0)) ?? [];
  // Version 1 does not say so.
  const [serial, , issuer] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial === undefined || issuer === undefined) throw new Error('The certificate cannot be read.');
  return sequence(issuer.whole, serial.whole);
}

/** A set or sequence under another tag, as `[0] IMPLICIT` wants it. */
function retagged(tag: number, der: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), der.subarray(1)]);
}

/** The whole, DER. The same parts give the same bytes. */
export function encodeSignedData(parts: SignedDataParts): Buffer {
  const [own] = parts.certificates;
  if (own === undefined) throw new Error('A document is signed with a certificate.');
  const algorithm =
    parts.algorithm === 'rsa-pkcs1-sha256'
      ? sequence(objectIdentifier(oid.sha256WithRsa), Buffer.from([0x05, 0x00]))
      : sequence(objectIdentifier(oid.ecdsaWithSha256));
  const signerInfo = sequence(
    version1(),
    issuerAndSerial(own),
    sha256Algorithm(),
    retagged(0xa0, signedAttributes(parts)),
    algorithm,
    octetString(parts.signature),
  );
  const signedData = sequence(
    version1(),
    setOf(sha256Algorithm()),
    sequence(objectIdentifier(oid.data)),
    retagged(0xa0, setOf(...parts.certificates)),
    setOf(signerInfo),
  );
  return sequence(objectIdentifier(oid.signedData), explicit(0, signedData));
}
