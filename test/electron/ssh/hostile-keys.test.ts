import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findKnownKeys, parseKnownHosts } from '../../../electron/ssh/known-hosts.ts';
import { tooMuchWork } from '../../../electron/ssh/key-stretching.ts';
import { parsePrivateKey } from '../../../electron/ssh/parse-private-key.ts';
import { explicit, integer, objectIdentifier, octetString, sequence } from '../../../electron/der.ts';
import { fixedSigner } from '../../fuzz/fixed-keys.ts';

function field(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function uint32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}

const pem = (label: string, body: Buffer): string =>
  `-----BEGIN ${label}-----\n${body.toString('base64')}\n-----END ${label}-----\n`;

function openSsh(rounds: number, keys = 1): string {
  const options = Buffer.concat([field(Buffer.alloc(16, 1)), uint32(rounds)]);
  const parts = [
    field('aes256-ctr'),
    field('bcrypt'),
    field(options),
    uint32(keys),
    field('x'),
    field(Buffer.alloc(64)),
  ];
  return pem('OPENSSH PRIVATE KEY', Buffer.concat([Buffer.from('openssh-key-v1\0'), ...parts]));
}

function pkcs8(oid: string, ...numbers: readonly number[]): string {
  const parameters = sequence(
    octetString(Buffer.alloc(8)),
    ...numbers.map((number) => integer(uint32(number))),
  );
  const derivation = sequence(objectIdentifier(oid), parameters);
  const cipher = sequence(objectIdentifier('2.16.840.1.101.3.4.1.42'), octetString(Buffer.alloc(16)));
  const algorithm = sequence(objectIdentifier('1.2.840.113549.1.5.13'), sequence(derivation, cipher));
  return pem('ENCRYPTED PRIVATE KEY', sequence(algorithm, octetString(Buffer.alloc(64))));
}

const pbkdf2 = '1.2.840.113549.1.5.12';
const scrypt = '1.3.6.1.4.1.11591.4.11';

describe('a private key file that is made to hurt', () => {
  it('asks for four thousand million rounds, and is told so instead of being opened', () => {
    const reading = parsePrivateKey(openSsh(0xffffffff), 'x');
    expect(reading).toEqual({
      kind: 'unreadable',
      reason: 'it asks for 4294967295 rounds of work to open it, and 256 are the most that is done',
    });
    // One reader takes the first end, another one the last.
    const ended = openSsh(0xffffffff).replace('\n', '\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n');
    expect(parsePrivateKey(ended, 'x').kind).toBe('unreadable');
    // Read as UTF-8, U+0162 passes for the letter b; read as Latin 1, it is none.
    const wide = Buffer.from(openSsh(0xffffffff).replaceAll('b', '\u0162'), 'utf8');
    expect(parsePrivateKey(wide, 'x').kind).toBe('unreadable');
    for (const text of [pkcs8(pbkdf2, 0x7fffffff), pkcs8(scrypt, 16_384, 8, 16_384)])
      expect(parsePrivateKey(text, 'x')).toMatchObject({ kind: 'unreadable', reason: /more work/ });
  });

  it('is no reason to refuse what people make', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const made = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
    expect(tooMuchWork(made.toString())).toBe(null);
    expect(parsePrivateKey(made.toString(), 'x').kind).toBe('key');
    for (const text of [
      openSsh(16),
      openSsh(200),
      pkcs8(pbkdf2, 600_000),
      pkcs8(pbkdf2, 2048, 32),
      pkcs8(scrypt, 16_384, 8, 1),
    ])
      expect(tooMuchWork(text)).toBe(null);
  });

  it('holds no key, or a container that is cut off anywhere', () => {
    const none = Buffer.concat([
      ...[Buffer.from('openssh-key-v1\0'), field('none'), field('none'), field(''), uint32(0), field('')],
      field(Buffer.alloc(8)),
    ]);
    expect(parsePrivateKey(pem('OPENSSH PRIVATE KEY', none), undefined).kind).toBe('unreadable');
    const whole = openSsh(16);
    for (let length = 0; length < whole.length; length += 7)
      expect(['unreadable', 'passphrase-needed', 'wrong-passphrase']).toContain(
        parsePrivateKey(whole.slice(0, length), undefined).kind,
      );
    expect(tooMuchWork(pem('ENCRYPTED PRIVATE KEY', explicit(0, Buffer.alloc(3))))).toBe(null);
  });
});

describe('a known_hosts file that is made to hurt', () => {
  it('has a pattern with more stars than anybody can try', () => {
    const { publicKeyLine } = fixedSigner();
    const host = `${'a'.repeat(200)}.example`;
    const known = parseKnownHosts(
      `${'*a'.repeat(80)}b ${publicKeyLine}\n${'*a'.repeat(80)}*e ${publicKeyLine}\n`,
    );
    expect(findKnownKeys(known, host, 22).keys).toHaveLength(1);
  });
});
