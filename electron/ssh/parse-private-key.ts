import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';

import { tooMuchWork } from './key-stretching.ts';

export type PrivateKeyReading =
  | { readonly kind: 'key'; readonly key: ParsedKey }
  | { readonly kind: 'public-key' }
  | { readonly kind: 'passphrase-needed' }
  | { readonly kind: 'wrong-passphrase' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a private key: OpenSSH, PEM, PKCS#8 (which ssh2 does not know) or PuTTY version 2. */
export function parsePrivateKey(data: Buffer | string, passphrase: string | undefined): PrivateKeyReading {
  const text = data.toString('latin1');
  // ssh2 reads UTF-8, in which other characters may pass for base64 than in Latin 1: the work is judged by both.
  const work = passphrase === undefined ? null : (tooMuchWork(text) ?? tooMuchWork(data.toString('utf8')));
  if (work !== null) return { kind: 'unreadable', reason: work };
  const pkcs8 = /-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.exec(text);
  if (pkcs8 === null) return parseWithSsh2(data, passphrase);
  if (pkcs8[1] !== undefined && (passphrase === undefined || passphrase === ''))
    return { kind: 'passphrase-needed' };
  const input = { key: data, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) } as const;
  try {
    const converted = fromKeyObject(createPrivateKey(input));
    if (converted !== undefined) return parseWithSsh2(converted, undefined);
  } catch (error) {
    if (pkcs8[1] !== undefined) return { kind: 'wrong-passphrase' };
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : 'it is damaged' };
  }
  return { kind: 'unreadable', reason: 'its algorithm is not one of Ed25519, ECDSA and RSA' };
}

function parseWithSsh2(data: Buffer | string, passphrase: string | undefined): PrivateKeyReading {
  const parsed = parse(data, passphrase);
  if (!(parsed instanceof Error))
    return parsed.isPrivateKey() ? { kind: 'key', key: parsed } : { kind: 'public-key' };
  const { message } = parsed;
  if (/no passphrase given/i.test(message)) return { kind: 'passphrase-needed' };
  if (passphrase !== undefined && /passphrase|integrity check failed|bad decrypt/i.test(message)) {
    return { kind: 'wrong-passphrase' };
  }
  return { kind: 'unreadable', reason: message };
}

function parse(data: Buffer | string, passphrase: string | undefined): ParsedKey | Error {
  try {
    // An OpenSSH file may hold several keys; ssh2 then returns a list although its types do not say so.
    const parsed: unknown = ssh2.utils.parseKey(data, passphrase);
    const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
    return (first ?? new Error('it holds no key')) as ParsedKey | Error;
  } catch (error) {
    return error instanceof Error ? error : new Error('it cannot be read');
  }
}

/** A form that ssh2 reads, or undefined for a kind of key that SSH does not have. */
function fromKeyObject(key: KeyObject): Buffer | string | undefined {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return key.export({ type: 'pkcs1', format: 'pem' });
    case 'ec':
      return key.export({ type: 'sec1', format: 'pem' });
    case 'ed25519':
      return openSshEd25519(key);
    default:
      return undefined;
  }
}

/** OpenSSH's own container, unencrypted (PROTOCOL.key in its source). */
function openSshEd25519(key: KeyObject): string {
  const { d, x } = key.export({ format: 'jwk' });
  const secret = Buffer.from(d ?? '', 'base64url');
  const open = Buffer.from(x ?? '', 'base64url');
  const publicKey = Buffer.concat([field('ssh-ed25519'), field(open)]);
  // Two equal numbers show a reader that it decrypted well; unencrypted, any will do.
  const check = Buffer.alloc(8);
  const secrets = Buffer.concat([check, publicKey, field(Buffer.concat([secret, open])), field('')]);
  const padding = Buffer.from(
    Array.from({ length: (8 - (secrets.length % 8)) % 8 }, (_, index) => index + 1),
  );
  const count = Buffer.from([0, 0, 0, 1]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    count,
    field(publicKey),
    field(Buffer.concat([secrets, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}

function field(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
