import { Buffer } from 'node:buffer';
import { sign, X509Certificate, type KeyObject } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { Certificate, ExtKeyUsage } from 'pkijs';
import * as asn1js from 'asn1js';
import type { DocumentSigner } from '../signer.ts';
import { SigningError } from '../signing-error.ts';
import { certificateFacts } from './certificate-facts.ts';
import { oid } from './object-identifiers.ts';
import { readPkcs12 } from './pkcs12.ts';
import { documentAlgorithmOf, ownBuffer } from './self-made-certificate.ts';

const maxFileBytes = 1_000_000;
const longestChain = 8;
const smallestRsa = 2048;

function refusal(place: string, why: string, cure: string): SigningError {
  return new SigningError('bad-key', `The certificate file ${place} cannot be used: ${why}.`, cure);
}

const askForAnother =
  'Ask your certificate authority for a certificate for signing documents or email, RSA or P-256, with its private key.';

/** For what documents may be signed: any of these will do; a certificate that names no purpose is for all. */
const signingPurposes: readonly string[] = [
  oid.documentSigning,
  oid.emailProtection,
  oid.adobeDocuments,
  oid.microsoftDocuments,
  oid.anyPurpose,
];

function extensionValue(der: Uint8Array, id: string): asn1js.AsnType | null {
  const { extensions = [] } = Certificate.fromBER(ownBuffer(der));
  const value = extensions.find(({ extnID }) => extnID === id)?.extnValue.getValue();
  return value === undefined ? null : asn1js.fromBER(value).result;
}

function maySign(der: Uint8Array): boolean {
  const usage = extensionValue(der, oid.keyUsage);
  // Bits 0 and 1: digitalSignature and nonRepudiation. Those for contracts often have the second alone.
  const bits = usage instanceof asn1js.BitString ? (usage.valueBlock.valueHexView[0] ?? 0) : 0xff;
  if ((bits & 0xc0) === 0) return false;
  const purposes = extensionValue(der, oid.extKeyUsage);
  return (
    purposes === null ||
    new ExtKeyUsage({ schema: purposes }).keyPurposes.some((purpose) => signingPurposes.includes(purpose))
  );
}

/** Those above a certificate, up to its root, which readers must have by themselves and which is left out. */
function chainAbove(der: Uint8Array, others: readonly Uint8Array[]): Uint8Array[] {
  const chain: Uint8Array[] = [];
  let child = new X509Certificate(der);
  while (chain.length < longestChain) {
    const parent = others.find((candidate) => {
      const certificate = new X509Certificate(candidate);
      return child.checkIssued(certificate) && child.verify(certificate.publicKey);
    });
    if (parent === undefined || certificateFacts(parent).selfMade) break;
    chain.push(parent);
    child = new X509Certificate(parent);
  }
  return chain;
}

function checkTime(der: Uint8Array, now: Date, place: string): void {
  const { name, notBefore, notAfter } = certificateFacts(der);
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  if (now > notAfter)
    throw refusal(place, `the certificate of ${name} ended on ${day(notAfter)}`, askForAnother);
  if (now < notBefore) {
    const cure = 'Wait until then, or set the clock of this computer right.';
    throw refusal(place, `the certificate of ${name} is not valid before ${day(notBefore)}`, cure);
  }
}

function signerOver(
  key: KeyObject,
  certificates: readonly Uint8Array[],
  now: Date,
  place: string,
): DocumentSigner {
  const own = certificates.find((der) => new X509Certificate(der).checkPrivateKey(key));
  if (own === undefined)
    throw refusal(place, 'none of its certificates belongs to its private key', askForAnother);
  const algorithm = documentAlgorithmOf(key);
  if (algorithm === null) throw refusal(place, 'its key is neither RSA nor P-256', askForAnother);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? smallestRsa;
  if (bits < smallestRsa) throw refusal(place, `its RSA key has only ${bits} bits`, askForAnother);
  if (!maySign(own)) throw refusal(place, 'its certificate is not for signing documents', askForAnother);
  const chain = [own, ...chainAbove(own, certificates)];
  for (const der of chain) checkTime(der, now, place);
  return { certificates: chain, algorithm, sign: (bytes) => Promise.resolve(sign('sha256', bytes, key)) };
}

async function readBounded(path: string): Promise<Buffer> {
  try {
    // A pipe would keep it waiting.
    if (!(await stat(path)).isFile()) throw refusal(path, 'it is no file', 'Give a .p12 or .pfx file.');
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(maxFileBytes + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length);
        if (bytesRead === 0) return buffer.subarray(0, length);
        length += bytesRead;
        if (length > maxFileBytes) throw refusal(path, 'it is larger than 1 MB', 'Give a .p12 or .pfx file.');
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof SigningError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an error';
    const why = code === 'ENOENT' ? 'there is no such file' : `the system says ${code}`;
    throw refusal(path, why, 'Give the path of a PKCS#12 file (.p12, .pfx).');
  }
}

/**
 * Opens `--pdf-certificate FILE.p12`: a company's certificate for signing documents, with its private key.
 *
 * @throws SigningError: bad-key, wrong-passphrase
 */
export async function openCompanyCertificate(
  path: string,
  passphrase: string,
  now: Date,
): Promise<DocumentSigner> {
  const { keys, certificates } = await readPkcs12(await readBounded(path), passphrase, path);
  const [key, ...others] = keys;
  if (key === undefined)
    throw refusal(path, 'it holds no private key', 'Export it together with its private key.');
  if (others.length > 0) {
    throw refusal(path, `it holds ${keys.length} private keys`, 'Export the one that signs, alone.');
  }
  try {
    return signerOver(key, certificates, now, path);
  } catch (error) {
    if (error instanceof SigningError) throw error;
    throw refusal(path, 'one of its certificates cannot be read', askForAnother);
  }
}
