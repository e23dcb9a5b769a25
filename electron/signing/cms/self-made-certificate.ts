import { createHash, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  BasicConstraints,
  Certificate,
  ExtKeyUsage,
  Extension,
  GeneralName,
  GeneralNames,
  PublicKeyInfo,
  Time,
  TimeType,
} from 'pkijs';
import { oid } from './object-identifiers.ts';

/** What a certificate for signing documents says, and the key that it speaks for and that signs it. */
export interface SelfMadeCertificate {
  readonly name: string;
  readonly email: string;
  /** P-256 or RSA. */
  readonly privateKey: KeyObject;
  /** It is valid from then on, for ten years. */
  readonly now: Date;
  /** 8 to 20 random bytes. The top two bits are set to 01, so that it is a positive number of this length. */
  readonly serial: Uint8Array;
}

const years = 10;
/** RFC 5280, upper bound of a common name. */
const longestName = 64;

type DocumentKeyKind = 'ecdsa-p256-sha256' | 'rsa-pkcs1-sha256';

/** With which algorithm a key signs documents; null: viewers would not know its signatures. */
export function documentAlgorithmOf(key: KeyObject): DocumentKeyKind | null {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return 'rsa-pkcs1-sha256';
    case 'ec':
      return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ecdsa-p256-sha256' : null;
    default:
      return null;
  }
}

/** The algorithm as certificates and signatures name it. */
export function signatureAlgorithm(kind: DocumentKeyKind): AlgorithmIdentifier {
  return kind === 'rsa-pkcs1-sha256'
    ? new AlgorithmIdentifier({ algorithmId: oid.sha256WithRsa, algorithmParams: new asn1js.Null() })
    : new AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 });
}

/** Bytes in a buffer of their own, as asn1js wants them. */
export function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function extension(id: string, critical: boolean, value: asn1js.BaseBlock): Extension {
  return new Extension({ extnID: id, critical, extnValue: value.toBER(false) });
}

function timeOf(date: Date): Time {
  const value = new Date(Math.floor(date.getTime() / 1000) * 1000);
  // RFC 5280, section 4.1.2.5: two digits for the year until 2049, four after.
  return new Time({
    type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime,
    value,
  });
}

function alternativeName(email: string): GeneralName {
  if (/^[\x21-\x7e]+$/.test(email)) return new GeneralName({ type: 1, value: email });
  const mailbox = new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 0 },
    value: [new asn1js.Utf8String({ value: email })],
  });
  return new GeneralName({
    type: 0,
    value: new asn1js.Sequence({
      value: [new asn1js.ObjectIdentifier({ value: oid.smtpUtf8Mailbox }), mailbox],
    }),
  });
}

function extensionsOf(email: string, publicKey: Uint8Array): Extension[] {
  const keyId = createHash('sha256').update(publicKey).digest().subarray(0, 20);
  // Bits 0 and 1: digitalSignature and nonRepudiation.
  const usage = new asn1js.BitString({ valueHex: ownBuffer(Uint8Array.of(0xc0)), unusedBits: 6 });
  return [
    extension(oid.basicConstraints, true, new BasicConstraints({ cA: false }).toSchema()),
    extension(oid.keyUsage, true, usage),
    extension(
      oid.extKeyUsage,
      false,
      // The second because most viewers (those on NSS among them) ask for an email certificate.
      new ExtKeyUsage({ keyPurposes: [oid.documentSigning, oid.emailProtection] }).toSchema(),
    ),
    extension(oid.subjectAltName, false, new GeneralNames({ names: [alternativeName(email)] }).toSchema()),
    extension(oid.subjectKeyIdentifier, false, new asn1js.OctetString({ valueHex: ownBuffer(keyId) })),
  ];
}

function positiveSerial(serial: Uint8Array): ArrayBuffer {
  const own = Uint8Array.from(serial.subarray(0, 20));
  own[0] = ((own[0] ?? 0) & 0x3f) | 0x40;
  return own.buffer;
}

/**
 * A self-signed X.509 certificate for signing documents, DER. It proves that one key made several signatures, and nothing
 * about who holds the key.
 *
 * @throws Error for keys that are neither RSA nor P-256
 */
export function makeSelfMadeCertificate(wanted: SelfMadeCertificate): Promise<Uint8Array> {
  const kind = documentAlgorithmOf(wanted.privateKey);
  if (kind === null) return Promise.reject(new Error('Documents are signed with RSA or P-256 keys only.'));
  const publicKey = createPublicKey(wanted.privateKey).export({ type: 'spki', format: 'der' });
  const end = new Date(wanted.now);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  const certificate = new Certificate({
    version: 2,
    serialNumber: new asn1js.Integer({ valueHex: positiveSerial(wanted.serial) }),
    signature: signatureAlgorithm(kind),
    notBefore: timeOf(wanted.now),
    notAfter: timeOf(end),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(ownBuffer(publicKey)),
  });
  const commonName = Array.from(wanted.name).slice(0, longestName).join('');
  for (const name of [certificate.subject, certificate.issuer]) {
    name.typesAndValues.push(
      new AttributeTypeAndValue({
        type: oid.commonName,
        value: new asn1js.Utf8String({ value: commonName }),
      }),
    );
  }
  certificate.extensions = extensionsOf(wanted.email, publicKey);
  certificate.signatureAlgorithm = signatureAlgorithm(kind);
  const signature = sign('sha256', new Uint8Array(certificate.encodeTBS().toBER(false)), wanted.privateKey);
  certificate.signatureValue = new asn1js.BitString({ valueHex: ownBuffer(signature) });
  return Promise.resolve(new Uint8Array(certificate.toSchema(true).toBER(false)));
}
