import { createHmac } from 'node:crypto';
import { findKnownKeys, parseKnownHosts } from '../../../electron/ssh/known-hosts.ts';
import { promise, type FuzzTarget } from '../engine/target.ts';
import { fixedSigner } from '../fixed-keys.ts';
import { base64Mutator } from '../mutators/base64.ts';
import { textMutator } from '../mutators/text.ts';

const key = fixedSigner().publicKeyLine;
const salt = Buffer.alloc(20, 3);
const hashed = `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update('node.example').digest('base64')}`;

/** The `known_hosts` file of a technician, of which people pass lines on. */
export const target: FuzzTarget = {
  name: 'known-hosts',
  seeds: () =>
    [
      `node.example,10.1.1.1 ${key}\n[jump.example]:2222 ${key} comment\n`,
      `${hashed} ${key}\n@revoked *.example,!node.example ${key}\n@cert-authority * ${key}\n`,
      `# comment\n\n10.?.*.1 ${key}\r\nnode ${key}x\n|1|x|y ${key}\n`,
    ].map((text) => Buffer.from(text, 'utf8')),
  mutators: [textMutator, base64Mutator],
  words: [
    '@revoked',
    '@cert-authority',
    '|1|',
    '*',
    '?',
    '!',
    '[',
    ']:22',
    ',',
    'ssh-ed25519',
    'ssh-rsa',
    '*a*a*a',
    '#',
  ],
  mostBytes: 64_000,
  run: (input) => {
    const known = parseKnownHosts(Buffer.from(input).toString('utf8'));
    promise(
      known.problems.every(({ line, message }) => line > 0 && message !== ''),
      'A faulty line says what is wrong.',
    );
    let found = 0;
    for (const [host, port] of [
      ['node.example', 22],
      ['jump.example', 2222],
      [`${'a'.repeat(60)}.${'a'.repeat(60)}.${'a'.repeat(60)}.example`, 22],
    ] as const) {
      const { keys, revoked } = findKnownKeys(known, host, port);
      promise(
        keys.every((one) => !revoked.includes(one as never)),
        'A key is trusted or revoked, not both.',
      );
      found += keys.length + revoked.length;
    }
    return known.entries.length > 0 || found > 0 ? 'loaded' : 'refused';
  },
};
