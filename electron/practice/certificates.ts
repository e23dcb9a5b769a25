import type { KeyObject } from 'node:crypto';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import * as der from '../der.ts';

/** A certificate with its key, made at run time and never written to disk. */
export interface Credential {
  readonly subject: string;
  /** DER. */
  readonly certificate: Buffer;
  readonly pem: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A certification authority of the practice site. */
export type Authority = Credential;

/** RFC 5758 section 3.2. */
const ecdsaWithSha256 = der.sequence(der.objectIdentifier('1.2.840.10045.4.3.2'));
const commonName = '2.5.4.3';
const organization = '2.5.4.10';

function nameOf(subject: string): Buffer {
  const attribute = (type: string, value: string): Buffer =>
    der.setOf(der.sequence(der.objectIdentifier(type), der.utf8String(value)));
  return der.sequence(attribute(organization, 'PRACTICE'), attribute(commonName, subject));
}

function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  const parts = [der.objectIdentifier(id), ...(critical ? [der.boolean(true)] : []), der.octetString(value)];
  return der.sequence(...parts);
}

/** RFC 5280 section 4.2.1.2, method 1. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
  return createHash('sha1').update(point).digest();
}

function alternativeName(name: string): Buffer {
  return isIPv4(name)
    ? der.implicit(7, Buffer.from(name.split('.').map(Number)))
    : der.implicit(2, Buffer.from(name, 'ascii'));
}

function extensionsOf(
  names: readonly string[] | 'authority',
  publicKey: KeyObject,
  issuerKey: KeyObject,
): Buffer {
  const isAuthority = names === 'authority';
  const keyCertSignAndCrlSign = der.bitString(Buffer.from([0x06]), 1);
  const digitalSignature = der.bitString(Buffer.from([0x80]), 7);
  return der.explicit(
    3,
    der.sequence(
      extension('2.5.29.19', true, isAuthority ? der.sequence(der.boolean(true)) : der.sequence()),
      extension('2.5.29.15', true, isAuthority ? keyCertSignAndCrlSign : digitalSignature),
      extension('2.5.29.14', false, der.octetString(keyIdentifier(publicKey))),
      extension('2.5.29.35', false, der.sequence(der.implicit(0, keyIdentifier(issuerKey)))),
      ...(isAuthority
        ? []
        : [
            extension('2.5.29.17', false, der.sequence(...names.map(alternativeName))),
            extension('2.5.29.37', false, der.sequence(der.objectIdentifier('1.3.6.1.5.5.7.3.1'))),
          ]),
    ),
  );
}

interface Request {
  readonly subject: string;
  readonly names: readonly string[] | 'authority';
  /** Null: signs itself. */
  readonly issuer: Authority | null;
  readonly now: Date;
}

const day = 86_400_000;

/** X.509 v3 (RFC 5280) on a new P-256 key, valid from yesterday for 30 days: practice runs need no longer. */
function issue({ subject, names, issuer, now }: Request): Credential {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = randomBytes(16);
  const toSign = der.sequence(
    der.explicit(0, der.integer(Buffer.from([2]))),
    der.integer(serial),
    ecdsaWithSha256,
    nameOf(issuer?.subject ?? subject),
    der.sequence(der.utcTime(new Date(now.getTime() - day)), der.utcTime(new Date(now.getTime() + 30 * day))),
    nameOf(subject),
    pair.publicKey.export({ format: 'der', type: 'spki' }),
    extensionsOf(names, pair.publicKey, issuer?.publicKey ?? pair.publicKey),
  );
  const signature = sign('sha256', toSign, issuer?.privateKey ?? pair.privateKey);
  const certificate = der.sequence(toSign, ecdsaWithSha256, der.bitString(signature));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { subject, certificate, pem, ...pair };
}

/** A root of its own, e.g. `PRACTICE Public CA`. */
export function makeAuthority(subject: string, now: Date): Authority {
  return issue({ subject, names: 'authority', issuer: null, now });
}

/** A server certificate for host names or IPv4 addresses; without an authority it signs itself. */
export function makeServerCertificate(
  names: readonly string[],
  issuer: Authority | null,
  now: Date,
): Credential {
  return issue({ subject: names[0] ?? 'unnamed', names, issuer, now });
}
