import { Buffer } from 'node:buffer';
import { createHash, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { WireError, WireReader, wireMpint, wireString } from './ssh-wire.ts';

/** Key types that we sign and verify with. */
export type KeyType = 'ssh-ed25519' | 'ecdsa-sha2-nistp256' | 'ssh-rsa';

export interface SshPublicKey {
  readonly type: KeyType;
  /** The key in the SSH wire format. */
  readonly blob: Uint8Array;
  readonly key: KeyObject;
  /** `TYPE BASE64`, without a comment. */
  readonly line: string;
  /** `SHA256:` and base64 without padding, as ssh-keygen prints it. */
  readonly fingerprint: string;
}

/** Shorter RSA keys are refused, as OpenSSH does by default for signatures today. */
const minRsaBits = 2048;

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function described(type: KeyType, blob: Uint8Array, key: KeyObject): SshPublicKey {
  const hash = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return {
    type,
    blob,
    key,
    line: `${type} ${Buffer.from(blob).toString('base64')}`,
    fingerprint: `SHA256:${hash}`,
  };
}

/**
 * Reads a public key in the SSH wire format.
 *
 * @throws WireError with a reason that completes "the key cannot be used: ...".
 */
export function readPublicKey(blob: Uint8Array): SshPublicKey {
  const reader = new WireReader(blob);
  const type = reader.text();
  switch (type) {
    case 'ssh-ed25519': {
      const x = reader.string();
      reader.end();
      if (x.length !== 32) throw new WireError('an Ed25519 key has 32 bytes');
      const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: base64url(x) }, format: 'jwk' });
      return described(type, blob, key);
    }
    case 'ecdsa-sha2-nistp256': {
      const curve = reader.text();
      const point = reader.string();
      reader.end();
      if (curve !== 'nistp256' || point.length !== 65 || point[0] !== 4) {
        throw new WireError('it is no uncompressed point of P-256');
      }
      const jwk = {
        kty: 'EC',
        crv: 'P-256',
        x: base64url(point.subarray(1, 33)),
        y: base64url(point.subarray(33)),
      };
      return described(type, blob, createPublicKey({ key: jwk, format: 'jwk' }));
    }
    case 'ssh-rsa': {
      const e = reader.mpint();
      const n = reader.mpint();
      reader.end();
      const key = createPublicKey({ key: { kty: 'RSA', n: base64url(n), e: base64url(e) }, format: 'jwk' });
      if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < minRsaBits) {
        throw new WireError(`RSA keys under ${minRsaBits} bits are not accepted`);
      }
      return described(type, blob, key);
    }
    default:
      throw new WireError(`keys of type ${JSON.stringify(type.slice(0, 60))} are not supported here`);
  }
}

function jwkBytes(value: string | undefined): Buffer {
  if (value === undefined) throw new WireError('a part of the key is missing');
  return Buffer.from(value, 'base64url');
}

/**
 * The SSH form of a public key that node:crypto holds (or of the public half of a private one).
 *
 * @throws WireError when the type is none of ours.
 */
export function sshPublicKeyOf(key: KeyObject): SshPublicKey {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  const jwk = open.export({ format: 'jwk' });
  if (jwk.kty === 'OKP' && jwk.crv === 'Ed25519') {
    return readPublicKey(Buffer.concat([wireString('ssh-ed25519'), wireString(jwkBytes(jwk.x))]));
  }
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') {
    const point = Buffer.concat([Buffer.from([4]), jwkBytes(jwk.x), jwkBytes(jwk.y)]);
    return readPublicKey(
      Buffer.concat([wireString('ecdsa-sha2-nistp256'), wireString('nistp256'), wireString(point)]),
    );
  }
  if (jwk.kty === 'RSA') {
    return readPublicKey(
      Buffer.concat([wireString('ssh-rsa'), wireMpint(jwkBytes(jwk.e)), wireMpint(jwkBytes(jwk.n))]),
    );
  }
  throw new WireError('only Ed25519, ECDSA P-256 and RSA keys are supported here');
}

/**
 * Reads `TYPE BASE64 [COMMENT]`, one line of a .pub file.
 *
 * @throws WireError
 */
export function parsePublicKeyLine(text: string): SshPublicKey {
  const [type, base64] = text.trim().split(/\s+/);
  if (type === undefined || base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) {
    throw new WireError('a public key reads "ssh-ed25519 AAAA..."');
  }
  const key = readPublicKey(Buffer.from(base64, 'base64'));
  if (key.type !== type) throw new WireError(`the line says ${type}, its key is ${key.type}`);
  return key;
}
