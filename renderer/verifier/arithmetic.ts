import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { toBase64 } from '../../shared/report/sshsig/base64.ts';
import type { KeyParts } from '../../shared/report/sshsig/public-key.ts';
import type { SshSignature } from '../../shared/report/sshsig/signature.ts';

/** Whether a signature holds, and what computed that; `unable`: nothing here can. */
export type Arithmetic =
  | { readonly kind: 'computed'; readonly holds: boolean; readonly by: 'browser' | 'library' }
  | { readonly kind: 'unable' };

/** Copies into memory of its own, as WebCrypto's types ask for. */
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function base64url(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function pointOf(x: Uint8Array, y: Uint8Array): Uint8Array<ArrayBuffer> {
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(x, 1);
  point.set(y, 33);
  return point;
}

/** Throws where the browser does not know the algorithm, or refuses the key. */
async function byBrowser(
  subtle: SubtleCrypto,
  parts: KeyParts,
  { value }: SshSignature,
  data: Uint8Array,
): Promise<boolean> {
  switch (parts.kind) {
    case 'ed25519': {
      const key = await subtle.importKey('raw', own(parts.x), { name: 'Ed25519' }, false, ['verify']);
      return subtle.verify({ name: 'Ed25519' }, key, own(value.signature), own(data));
    }
    case 'p256': {
      const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
      const key = await subtle.importKey('raw', pointOf(parts.x, parts.y), algorithm, false, ['verify']);
      return subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, own(value.signature), own(data));
    }
    case 'rsa': {
      const hash = value.kind === 'rsa' && value.hash === 'sha256' ? 'SHA-256' : 'SHA-512';
      const jwk = { kty: 'RSA', n: base64url(parts.n), e: base64url(parts.e) };
      const key = await subtle.importKey('jwk', jwk, { name: 'RSASSA-PKCS1-v1_5', hash }, false, ['verify']);
      return subtle.verify({ name: 'RSASSA-PKCS1-v1_5' }, key, own(value.signature), own(data));
    }
  }
}

/** Null: the library has no such function. A malformed key or number does not hold. */
function byLibrary(parts: KeyParts, { value }: SshSignature, data: Uint8Array): boolean | null {
  try {
    switch (parts.kind) {
      case 'ed25519':
        // The strict rules of RFC 8032, as OpenSSH has them.
        return ed25519.verify(value.signature, data, parts.x, { zip215: false });
      case 'p256':
        // Either of the two forms of s holds, as in OpenSSH; the data is hashed here with SHA-256.
        return p256.verify(value.signature, data, pointOf(parts.x, parts.y), { lowS: false });
      case 'rsa':
        return null;
    }
  } catch {
    return false;
  }
}

/** Computes whether the key made the signature over the data: the browser where it can, else the library. */
export async function holds(
  subtle: SubtleCrypto | undefined,
  signature: SshSignature,
  data: Uint8Array,
): Promise<Arithmetic> {
  const { parts } = signature.publicKey;
  if (subtle !== undefined) {
    try {
      return { kind: 'computed', holds: await byBrowser(subtle, parts, signature, data), by: 'browser' };
    } catch {
      // Not known to this browser, or a key that it refuses: the library says which.
    }
  }
  const answer = byLibrary(parts, signature, data);
  return answer === null ? { kind: 'unable' } : { kind: 'computed', holds: answer, by: 'library' };
}
