import { Buffer } from 'node:buffer';
import { createHmac, createPrivateKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AuthenticatedSafe,
  CertBag,
  EncryptedData,
  PFX,
  PKCS8ShroudedKeyBag,
  PrivateKeyInfo,
  SafeContents,
  type ContentInfo,
} from 'pkijs';
import { SigningError } from '../signing-error.ts';
import { oid } from './object-identifiers.ts';
import {
  hashes,
  openWithPassword,
  pkcs12Key,
  TooMuchWork,
  UnknownAlgorithm,
  Work,
} from './password-encryption.ts';
import { ownBuffer } from './self-made-certificate.ts';

/** What is in a PKCS#12 file, unjudged. */
export interface Pkcs12 {
  readonly keys: readonly KeyObject[];
  /** DER. */
  readonly certificates: readonly Uint8Array[];
}

const howToConvert =
  'Export it again with AES-256, or convert it: openssl pkcs12 -legacy -in OLD.p12 -out all.pem, then openssl pkcs12 -export -in all.pem -out NEW.p12, then delete all.pem.';

function notUsable(place: string, why: string, cure: string): SigningError {
  return new SigningError('bad-key', `The certificate file ${place} cannot be used: ${why}.`, cure);
}

const exportAgain = 'Export certificate and private key again, as PKCS#12 (.p12, .pfx) with a password.';

function octetsOf(value: unknown): Buffer {
  if (value instanceof asn1js.OctetString) return Buffer.from(value.getValue());
  throw new Error('no octets');
}

/** Whether the password is the one of the file, and the file is unchanged. */
function macHolds({ macData }: PFX, content: Buffer, passphrase: string, work: Work): boolean {
  if (macData === undefined) throw new UnknownAlgorithm('no MAC');
  const { algorithmId } = macData.mac.digestAlgorithm;
  const hash = hashes[algorithmId];
  if (hash === undefined) throw new UnknownAlgorithm(algorithmId === oid.pbmac1 ? 'PBMAC1' : algorithmId);
  const salt = octetsOf(macData.macSalt);
  const key = pkcs12Key(hash, 3, passphrase, salt, macData.iterations ?? 1, hash.size, work);
  const expected = createHmac(hash.name, key).update(content).digest();
  const found = octetsOf(macData.mac.digest);
  return found.length === expected.length && timingSafeEqual(found, expected);
}

async function contentsOf(part: ContentInfo, passphrase: string, work: Work): Promise<Buffer> {
  switch (part.contentType) {
    case oid.data:
      return octetsOf(part.content);
    case oid.encryptedData: {
      const { encryptedContentInfo } = new EncryptedData({ schema: part.content });
      const { contentEncryptionAlgorithm } = encryptedContentInfo;
      const data = Buffer.from(encryptedContentInfo.getEncryptedContent());
      return openWithPassword(contentEncryptionAlgorithm, data, passphrase, work);
    }
    default:
      throw new UnknownAlgorithm(`content ${part.contentType}`);
  }
}

function privateKey(pkcs8: Buffer): KeyObject {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  pkcs8.fill(0);
  return key;
}

async function readBags(contents: Buffer, passphrase: string, work: Work): Promise<Pkcs12> {
  const keys: KeyObject[] = [];
  const certificates: Uint8Array[] = [];
  for (const { bagValue } of SafeContents.fromBER(ownBuffer(contents)).safeBags) {
    if (bagValue instanceof PKCS8ShroudedKeyBag) {
      const { encryptionAlgorithm, encryptedData } = bagValue;
      keys.push(
        privateKey(await openWithPassword(encryptionAlgorithm, octetsOf(encryptedData), passphrase, work)),
      );
    } else if (bagValue instanceof PrivateKeyInfo) {
      keys.push(privateKey(Buffer.from(bagValue.toSchema().toBER(false))));
    } else if (bagValue instanceof CertBag && bagValue.certId === oid.x509Certificate) {
      certificates.push(octetsOf(bagValue.certValue));
    }
  }
  return { keys, certificates };
}

async function readAll(bytes: Uint8Array, passphrase: string, work: Work): Promise<Pkcs12 | null> {
  const file = PFX.fromBER(ownBuffer(bytes));
  if (file.authSafe.contentType !== oid.data)
    throw new UnknownAlgorithm('signed instead of protected by a password');
  const content = octetsOf(file.authSafe.content);
  if (!macHolds(file, content, passphrase, work)) return null;
  const keys: KeyObject[] = [];
  const certificates: Uint8Array[] = [];
  for (const part of AuthenticatedSafe.fromBER(ownBuffer(content)).safeContents) {
    const bags = await readBags(await contentsOf(part, passphrase, work), passphrase, work);
    keys.push(...bags.keys);
    certificates.push(...bags.certificates);
  }
  return { keys, certificates };
}

/**
 * Opens a PKCS#12 file: AES under PBES2 as OpenSSL 3 writes it, and 3DES as older programs do; not RC2.
 *
 * @param place how the file is named to people
 * @throws SigningError: bad-key, wrong-passphrase
 */
export async function readPkcs12(bytes: Uint8Array, passphrase: string, place: string): Promise<Pkcs12> {
  let opened: Pkcs12 | null;
  try {
    opened = await readAll(bytes, passphrase, new Work());
  } catch (error) {
    if (error instanceof TooMuchWork)
      throw notUsable(place, 'opening it would take millions of rounds', exportAgain);
    if (error instanceof UnknownAlgorithm) {
      throw notUsable(
        place,
        `it is protected in a way that is not opened here (${error.message})`,
        howToConvert,
      );
    }
    throw notUsable(place, 'it is no PKCS#12 file, or damaged', exportAgain);
  }
  if (opened !== null) return opened;
  throw new SigningError(
    'wrong-passphrase',
    `The passphrase does not open the certificate file ${place}, or the file was changed.`,
    'Give its passphrase again, with --pdf-passphrase-env VAR.',
  );
}
