import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  documentAlgorithmOf,
  makeSelfMadeCertificate,
} from '../../../../electron/signing/cms/self-made-certificate.ts';
import type { DocumentSigner } from '../../../../electron/signing/signer.ts';

export const certificateTime = new Date('2026-11-24T08:00:00Z');

/** A signer of documents over a key and its certificates. */
export function documentSigner(key: KeyObject, certificates: readonly Uint8Array[]): DocumentSigner {
  const algorithm = documentAlgorithmOf(key);
  if (algorithm === null) throw new Error('not for documents');
  return { certificates, algorithm, sign: (bytes) => Promise.resolve(sign('sha256', bytes, key)) };
}

export function newKey(kind: 'P-256' | 'RSA-3072'): KeyObject {
  return kind === 'P-256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;
}

/** A technician with a certificate that they made. */
export async function selfMade(kind: 'P-256' | 'RSA-3072', name = 'Ada Tester'): Promise<DocumentSigner> {
  const privateKey = newKey(kind);
  const serial = Uint8Array.from({ length: 16 }, (_, index) => index + 1);
  const wanted = { name, email: 'ada@example.com', privateKey, now: certificateTime, serial };
  return documentSigner(privateKey, [await makeSelfMadeCertificate(wanted)]);
}
