import { Buffer } from 'node:buffer';
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { SshPublicKey } from '../../shared/report/sshsig/public-key.ts';
import { readPublicKey } from '../../shared/report/sshsig/public-key.ts';
import { WireError, joinBytes, wireMpint, wireString } from '../../shared/report/sshsig/wire.ts';

export { parsePublicKeyLine, readPublicKey } from '../../shared/report/sshsig/public-key.ts';

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/**
 * The key as node:crypto wants it.
 *
 * @throws Error of node:crypto when its numbers are those of no key
 */
export function keyObjectOf({ parts }: SshPublicKey): KeyObject {
  const ofJwk = (key: Record<string, string>): KeyObject => createPublicKey({ key, format: 'jwk' });
  switch (parts.kind) {
    case 'ed25519':
      return ofJwk({ kty: 'OKP', crv: 'Ed25519', x: base64url(parts.x) });
    case 'p256':
      return ofJwk({ kty: 'EC', crv: 'P-256', x: base64url(parts.x), y: base64url(parts.y) });
    case 'rsa':
      return ofJwk({ kty: 'RSA', n: base64url(parts.n), e: base64url(parts.e) });
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
    return readPublicKey(joinBytes(wireString('ssh-ed25519'), wireString(jwkBytes(jwk.x))));
  }
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') {
    const point = joinBytes(Uint8Array.of(4), jwkBytes(jwk.x), jwkBytes(jwk.y));
    return readPublicKey(
      joinBytes(wireString('ecdsa-sha2-nistp256'), wireString('nistp256'), wireString(point)),
    );
  }
  if (jwk.kty === 'RSA') {
    return readPublicKey(
      joinBytes(wireString('ssh-rsa'), wireMpint(jwkBytes(jwk.e)), wireMpint(jwkBytes(jwk.n))),
    );
  }
  throw new WireError('only Ed25519, ECDSA P-256 and RSA keys are supported here');
}
