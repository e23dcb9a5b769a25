import { createPrivateKey, createECDH, generateKeyPairSync } from 'node:crypto';
import { bcryptRoundsIn, tooMuchWork } from '../../../electron/ssh/key-stretching.ts';
import { parsePrivateKey } from '../../../electron/ssh/parse-private-key.ts';
import { openSshKeyToPem } from '../../../electron/ssh/private-key-pem.ts';
import { sshPublicKeyOf } from '../../../electron/signing/ssh-public-key.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedKey, fixedSigner } from '../fixed-keys.ts';
import { base64Mutator } from '../mutators/base64.ts';
import { textMutator } from '../mutators/text.ts';

function field(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** OpenSSH's own container (PROTOCOL.key in its source), for one Ed25519 key. */
function container(cipher: string, kdf: string, options: Buffer): Buffer {
  const open = Buffer.from(fixedKey(7).export({ format: 'jwk' }).x ?? '', 'base64url');
  const publicKey = Buffer.from(sshPublicKeyOf(fixedKey(7)).blob);
  const secret = Buffer.concat([Buffer.alloc(32, 7), open]);
  const secrets = Buffer.concat([Buffer.alloc(8), publicKey, field(secret), field('comment')]);
  const padding = Buffer.from(
    Array.from({ length: (16 - (secrets.length % 16)) % 16 }, (_, index) => index + 1),
  );
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field(cipher), field(kdf), field(options), Buffer.from([0, 0, 0, 1]), field(publicKey)],
    field(Buffer.concat([secrets, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return Buffer.from(
    ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n'),
  );
}

const bcrypt = Buffer.concat([field(Buffer.alloc(16, 1)), Buffer.from([0, 0, 0, 1])]);

function ecKey(): string {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.alloc(32, 5));
  const point = curve.getPublicKey();
  const [x, y, d] = [point.subarray(1, 33), point.subarray(33), Buffer.alloc(32, 5)].map((one) =>
    one.toString('base64url'),
  );
  const key = createPrivateKey({
    key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '', d: d ?? '' },
    format: 'jwk',
  });
  return key.export({ type: 'sec1', format: 'pem' }).toString();
}

const passphrase = 'a passphrase';

function seeds(): Uint8Array[] {
  const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const texts = [
    fixedKey(7).export(pkcs8),
    fixedKey(7).export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase }),
    ecKey(),
    rsa.export({ type: 'pkcs1', format: 'pem' }),
    rsa.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-128-cbc', passphrase }),
    `${fixedSigner().publicKeyLine} comment\n`,
  ];
  return [
    container('none', 'none', Buffer.alloc(0)),
    container('aes256-ctr', 'bcrypt', bcrypt),
    ...texts.map((text) => Buffer.from(text.toString(), 'utf8')),
  ];
}

/** Whether a file asks for more rounds than the seeds do, and no more than is done. */
function asksForMuch(data: Buffer): boolean {
  const text = data.toString('latin1');
  return (
    tooMuchWork(text) === null &&
    (Math.max(bcryptRoundsIn(text), bcryptRoundsIn(data.toString('utf8'))) > 4 ||
      text.includes('ENCRYPTED PRIVATE KEY'))
  );
}

/** A private key file, opened without a passphrase and with one. */
export const target: FuzzTarget = {
  name: 'private-key',
  seeds,
  mutators: [base64Mutator, base64Mutator, textMutator],
  words: [
    ...[
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      '-----BEGIN RSA PRIVATE KEY-----',
      '-----BEGIN EC PRIVATE KEY-----',
    ],
    ...[
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN ENCRYPTED PRIVATE KEY-----',
      'Proc-Type: 4,ENCRYPTED\n',
      'DEK-Info: AES-128-CBC,',
    ],
    ...[
      'openssh-key-v1\0',
      'none',
      'bcrypt',
      'aes256-ctr',
      'aes256-gcm@openssh.com',
      'chacha20-poly1305@openssh.com',
      'ssh-rsa',
    ],
    ...[
      'PuTTY-User-Key-File-2: ssh-ed25519\r\n',
      'Encryption: none\r\n',
      'Public-Lines: 2\r\n',
      'Private-Lines: 1\r\n',
      'Private-MAC: ',
    ],
    ...[
      'ssh-dss',
      'ecdsa-sha2-nistp521',
      'ssh-ed25519',
      '---- BEGIN SSH2 PUBLIC KEY ----',
      '---- END SSH2 PUBLIC KEY ----',
    ],
  ],
  mostBytes: 48_000,
  run: (input) => {
    const data = Buffer.from(input);
    // What a passphrase protects takes its time on purpose, as long as the file asks for no more than a little.
    const readings = [
      parsePrivateKey(data, undefined),
      ...(asksForMuch(data) ? [] : [parsePrivateKey(data, passphrase)]),
    ];
    for (const reading of readings) {
      if (reading.kind === 'unreadable') promise(reading.reason !== '', 'A refusal says why.');
      if (reading.kind === 'key') promise(reading.key.isPrivateKey(), 'What is called a private key is one.');
    }
    openSshKeyToPem(data, null);
    return readings.some(({ kind }) => kind === 'key' || kind === 'public-key') ? 'loaded' : 'refused';
  },
};
