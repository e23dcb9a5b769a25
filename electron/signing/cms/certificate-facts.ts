import { X509Certificate } from 'node:crypto';
import { Certificate, type RelativeDistinguishedNames } from 'pkijs';
import { oid } from './object-identifiers.ts';
import { ownBuffer } from './self-made-certificate.ts';

/** What a certificate says of its holder, for people. */
export interface CertificateFacts {
  readonly name: string;
  readonly issuer: string;
  /** Signed by its own key: nobody else vouches for the name. */
  readonly selfMade: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The common name, else what else there is: not every certificate has one. */
function nameOf({ typesAndValues }: RelativeDistinguishedNames): string {
  const texts = typesAndValues.map(({ type, value }) => ({ type, text: value.valueBlock.value }));
  const common = [...texts].reverse().find(({ type }) => type === oid.commonName)?.text ?? '';
  return common === '' ? texts.map(({ text }) => text).join(', ') || 'not named' : common;
}

/** Reads a certificate, DER. Throws Error when it is none. Both runtimes must read the same, so no library of theirs does. */
export function certificateFacts(der: Uint8Array): CertificateFacts {
  const certificate = Certificate.fromBER(ownBuffer(der));
  const own = new X509Certificate(der);
  return {
    name: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    selfMade: own.verify(own.publicKey),
    notBefore: certificate.notBefore.value,
    notAfter: certificate.notAfter.value,
  };
}
