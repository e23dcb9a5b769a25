import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupsOf, randomart } from '../../../../renderer/steps/checks/randomart.ts';
import { keyBits } from '../../../../electron/ssh/key-bits.ts';

const run = promisify(execFile);
const kinds = [
  ...Array.from({ length: 120 }, () => ['ed25519', '256'] as const),
  ...Array.from({ length: 30 }, (_, index) => ['ecdsa', ['256', '384', '521'][index % 3] ?? '256'] as const),
  ['rsa', '1024'],
  ['rsa', '2048'],
  ['rsa', '3072'],
] as const;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-art-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function made(index: number): Promise<{ readonly line: string; readonly shown: readonly string[] }> {
  const [type, bits] = kinds[index] ?? ['ed25519', '256'];
  const file = join(folder, String(index));
  await run('ssh-keygen', ['-q', '-t', type, '-b', bits, '-N', '', '-C', '', '-f', file]);
  const { stdout } = await run('ssh-keygen', ['-lv', '-f', `${file}.pub`]);
  return { line: readFileSync(`${file}.pub`, 'latin1'), shown: stdout.trimEnd().split('\n') };
}

describe('the picture of a host key', () => {
  it('is the one that OpenSSH draws, for keys of every kind and size', async () => {
    const wrong: string[] = [];
    for (let first = 0; first < kinds.length; first += 8) {
      const keys = await Promise.all(kinds.slice(first, first + 8).map((_, offset) => made(first + offset)));
      for (const { line, shown } of keys) {
        const [head = '', ...art] = shown;
        const [bits = '', fingerprint = ''] = head.split(' ');
        const [algorithm = '', blob = ''] = line.split(' ');
        const ours = randomart(fingerprint, algorithm, keyBits(Buffer.from(blob, 'base64')));
        if (ours.join('\n') !== art.join('\n') || !ours[0]?.includes(bits))
          wrong.push(`${fingerprint}\n${ours.join('\n')}\n${art.join('\n')}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('names no size that is not known', () => {
    const [edge] = randomart(`SHA256:${'A'.repeat(43)}`, 'rsa-sha2-512', null);
    expect(edge).toBe('+------[RSA]------+');
  });

  it('is left out for what is no SHA-256 fingerprint', () => {
    for (const text of ['', 'MD5:00:11', 'SHA256:short', `SHA256:${'A'.repeat(42)}!`])
      expect(randomart(text, 'ssh-ed25519', 256)).toEqual([]);
  });
});

it('the groups of a fingerprint are the fingerprint, in order', () => {
  const fingerprint = `SHA256:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ`;
  expect(groupsOf(fingerprint)).toHaveLength(11);
  expect(`SHA256:${groupsOf(fingerprint).join('')}`).toBe(fingerprint);
});

it('OpenSSH is here to compare with', () => {
  expect(() => execFileSync('ssh-keygen', ['-?'], { stdio: 'ignore' })).toThrow(/Command failed/);
});
