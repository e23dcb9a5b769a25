import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Signer } from '../../../electron/signing/index.ts';
import {
  allowedSignersLine,
  createPracticeSigner,
  importSigner,
  matchSigner,
  parseAllowedSigners,
  parseSignerLine,
  readKnownSigners,
} from '../../../electron/signing/index.ts';
import { sshKeygenIn, temporaryFolder } from './ssh-keygen.ts';

const folder = temporaryFolder();
const sshKeygen = sshKeygenIn(folder);
const signer: Signer = createPracticeSigner();
const key = signer.publicKeyLine;
const other = createPracticeSigner().publicKeyLine;
const email = 'tech@example.com';
const bytes = Buffer.from('a report');
let signature: Uint8Array = new Uint8Array();

beforeAll(async () => {
  signature = await signer.sign(bytes);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Files with the same answer expected of us and of ssh-keygen. */
const files: readonly [string, string, boolean][] = [
  ['the plain line', `${email} ${key}`, true],
  ['a comment behind the key', `${email} ${key} Tech of Example, 2026`, true],
  ['comments and empty lines around', `# signers\n\n${email} ${key}\n`, true],
  ['Windows line ends', `${email} ${key}\r\n`, true],
  ['several addresses', `boss@example.com,${email} ${key}`, true],
  ['addresses in quotes', `"boss@example.com,${email}" ${key}`, true],
  ['a pattern', `*@example.com ${key}`, true],
  ['a pattern with one free letter', `tec?@example.com ${key}`, true],
  ['a pattern that takes the address back', `*@example.com,!${email} ${key}`, false],
  ['the exported line', allowedSignersLine(email, key), true],
  ['namespaces with ours among them', `${email} namespaces="git,gatecheck" ${key}`, true],
  ['a namespace pattern', `${email} namespaces="gate*" ${key}`, true],
  ['other namespaces only', `${email} namespaces="git,file" ${key}`, false],
  ['another address', `boss@example.com ${key}`, false],
  ['a pattern with a dot that is no wildcard', `tech@exampleXcom ${key}`, false],
  ['another key', `${email} ${other}`, false],
  ['nothing', '', false],
  ['valid since', `${email} valid-after="20200101Z" ${key}`, true],
  ['valid only later', `${email} valid-after="20990101Z" ${key}`, false],
  ['valid until later', `${email} valid-before="20990101120000Z" ${key}`, true],
  ['not valid any more', `${email} valid-before="20200101" ${key}`, false],
  [
    'all options',
    `${email} namespaces="gatecheck",valid-after="20200101",valid-before="20990101" ${key}`,
    true,
  ],
  ['an unknown option', `${email} no-touch-required ${key}`, false],
  ['an authority for certificates', `${email} cert-authority ${key}`, false],
  ['a second line that accepts what the first does not', `boss@example.com ${key}\n${email} ${key}`, true],
];

describe('an allowed signers file with', () => {
  it.each(files)('%s', (_name, text, expected) => {
    const match = matchSigner(parseAllowedSigners(text), key, email, new Date());
    expect(match.kind === 'known').toBe(expected);
  });

  it.each(files.filter(([name]) => !/unknown option/.test(name)))(
    '%s: ssh-keygen agrees',
    (_name, text, expected) => {
      const judged = sshKeygen.verify({ bytes, signature, allowedSigners: `${text}\n`, email });
      expect(judged.ok).toBe(expected);
    },
  );

  it('lines that cannot be used skips them with their number and reason, and uses the others', () => {
    const { signers, skipped } = parseAllowedSigners(
      [`${email} ${key}`, email, `${email} ssh-dss AAAA`, `${email} valid-after="soon" ${key}`].join('\n'),
    );
    expect(signers.map((one) => one.lineNumber)).toEqual([1]);
    expect(skipped.map((one) => one.lineNumber)).toEqual([2, 3, 4]);
    expect(skipped[2]?.reason).toContain('soon');
  });

  it('a key for another person says so instead of calling it unknown', () => {
    const match = matchSigner(parseAllowedSigners(`boss@example.com ${key}`), key, email, new Date());
    expect(match).toEqual({
      kind: 'not-for-this',
      reason: 'the key is listed for boss@example.com, not for tech@example.com',
    });
  });

  it('a time of validity counts to the second', () => {
    const signers = parseAllowedSigners(`${email} valid-before="20261124204107Z" ${key}`);
    expect(matchSigner(signers, key, email, new Date('2026-11-24T20:41:06Z')).kind).toBe('known');
    expect(matchSigner(signers, key, email, new Date('2026-11-24T20:41:07Z')).kind).toBe('not-for-this');
  });
});

describe('the imported keys', () => {
  it('hold each line once, in a file for its owner only', async () => {
    const path = join(folder, 'user', 'allowed_signers');
    expect((await readKnownSigners(path)).signers).toEqual([]);
    const line = allowedSignersLine(email, key);
    await importSigner(path, line);
    await importSigner(path, ` ${line}\n`);
    await importSigner(path, `boss@example.com ${other}`);
    expect((await readKnownSigners(path)).signers.map((one) => one.publicKey)).toEqual([key, other]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe(`${line}\nboss@example.com ${other}\n`);
  });

  it.each(['', 'hello', key, `${email} ${key}\n${email} ${other}`, `${email} ssh-ed25519 AAAA`])(
    'do not take %j',
    async (line) => {
      expect(() => parseSignerLine(line)).toThrow(/allowed_signers line/);
      const path = join(folder, 'untouched', 'allowed_signers');
      await expect(importSigner(path, line)).rejects.toMatchObject({ kind: 'bad-key' });
    },
  );
});
