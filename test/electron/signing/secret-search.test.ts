import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import {
  needlesOf,
  searchFolder,
  searchMemoryFiles,
  searchProcessList,
} from '../../helpers/secret-search.ts';
import { temporaryFolder } from './ssh-keygen.ts';

/** The judge is judged first: what it does not find when it is there, it cannot rule out. */

const folder = temporaryFolder();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function newKey(type: 'ed25519' | 'P-256'): { der: Buffer; pem: string; number: Buffer } {
  const { privateKey } =
    type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    der: privateKey.export({ type: 'pkcs8', format: 'der' }),
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    number: Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url'),
  };
}

const noise = randomBytes(5000);

describe.each(['ed25519', 'P-256'] as const)('a planted private key, %s', (type) => {
  const key = newKey(type);
  const needles = needlesOf({ key: key.number });
  const jwk = JSON.stringify({ d: key.number.toString('base64url') });

  it.each<[string, Buffer]>([
    ['PKCS#8 among other bytes', Buffer.concat([noise, key.der, noise])],
    ['PEM', Buffer.from(key.pem)],
    ['PEM in JSON', Buffer.from(JSON.stringify({ key: key.pem }))],
    ['PEM with Windows line ends', Buffer.from(key.pem.replaceAll('\n', '\r\n'))],
    [
      'base64 of the PKCS#8, one byte off',
      Buffer.from(Buffer.concat([Buffer.alloc(1), key.der]).toString('base64')),
    ],
    [
      'base64 of the PKCS#8, two bytes off',
      Buffer.from(Buffer.concat([Buffer.alloc(2), key.der]).toString('base64')),
    ],
    ['a JWK', Buffer.from(jwk)],
    ['hex', Buffer.from(key.der.toString('hex'))],
    ['a list of numbers', Buffer.from(JSON.stringify([...key.der]))],
    ['base64 in UTF-16, as Chromium keeps texts', Buffer.from(key.der.toString('base64'), 'utf16le')],
  ])('is found as %s', (name, bytes) => {
    const place = join(folder, `${type}-${name.replace(/\W/g, '-')}`);
    mkdirSync(place);
    writeFileSync(join(place, '.hidden'), noise);
    expect(searchFolder(place, needles)).toEqual({ found: [], looked: [join(place, '.hidden')] });
    writeFileSync(join(place, '.hidden'), bytes);
    expect(searchFolder(place, needles).found).not.toEqual([]);
  });
});

describe('a planted passphrase', () => {
  const word = `canary-${randomBytes(8).toString('hex')}`;
  const needles = needlesOf({}, { passphrase: word });

  it('is found across the pieces of a large file', () => {
    const place = join(folder, 'large');
    mkdirSync(place);
    const large = Buffer.alloc(17_000_000);
    large.write(word, 16_000_000 - 5);
    writeFileSync(join(place, 'file'), large);
    expect(searchFolder(place, needles).found).not.toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')(
    'is found in arguments, in an environment, and in a file that has lost its name',
    async () => {
      expect(searchProcessList(needles).found).toEqual([]);
      expect(searchMemoryFiles(needles).found).toEqual([]);
      const path = join(folder, 'nameless');
      const descriptor = openSync(path, 'w+');
      writeSync(descriptor, word);
      rmSync(path);
      const child = spawn('sleep', ['20'], { argv0: word, env: { WORD: word }, stdio: 'ignore' });
      try {
        await sleep(100);
        const places = searchProcessList(needles).found.map(({ place }) => place);
        expect(places).toEqual(
          expect.arrayContaining([`/proc/${child.pid ?? 0}/cmdline`, `/proc/${child.pid ?? 0}/environ`]),
        );
        expect(searchMemoryFiles(needles).found.map(({ place }) => place)).toEqual([
          `/proc/${process.pid}/fd/${descriptor} (${path} (deleted))`,
        ]);
      } finally {
        child.kill();
        closeSync(descriptor);
      }
    },
  );
});
