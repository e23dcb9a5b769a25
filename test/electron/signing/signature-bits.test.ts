import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createSshSignature, verifySignature } from '../../../electron/signing/sshsig.ts';
import { sshKeygenAnswers } from '../../helpers/ssh-keygen-answers.ts';

const message = Buffer.from('{"readiness":"not-ready"}');
const page = new URL('../../../docs/verification.md', import.meta.url);
const [start, end] = ['<!-- flipped bits: start -->\n', '<!-- flipped bits: end -->'] as const;

/** All bits; else ssh-keygen is asked about those that it is said not to mind, and every fourth. We refuse all of them each time. */
const isFull = process.env['UPDATE_GOLDEN'] === '1' || process.env['LAWS'] === 'full';

/** Ed25519 in PKCS#8, the same each time: so is its signature, and with it what ssh-keygen makes of each bit. */
const key = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});

function named(byte: number): string {
  if (byte === 0x0a) return 'the line end';
  if (byte < 0x20 || byte > 0x7e) return `byte 0x${byte.toString(16).padStart(2, '0')}`;
  return byte === 0x20 ? 'a space' : `\`${String.fromCharCode(byte)}\``;
}

/** One line of the page for each bit that ssh-keygen does not mind. */
function described(signature: Uint8Array, bit: number): string {
  const text = Buffer.from(signature).toString('latin1');
  const before = text.slice(0, bit >> 3).split('\n');
  const byte = signature[bit >> 3] ?? 0;
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `- line ${before.length}, column ${column}: ${named(byte)} becomes ${named(byte ^ (1 << (bit & 7)))}`;
}

it('with any one bit flipped is refused, also where ssh-keygen is not so strict', async () => {
  const signature = createSshSignature(message, key);
  const bits = Array.from({ length: signature.length * 8 }, (_, bit) => bit);
  const flipped = bits.map((bit) => {
    const copy = Uint8Array.from(signature);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  });
  const ours = [signature, ...flipped].map((one) => verifySignature(message, one).ok);
  expect(ours.flatMap((ok, index) => (ok ? [index] : []))).toEqual([0]);

  const [head = '', rest = ''] = readFileSync(page, 'utf8').split(start);
  const [listed = '', tail = ''] = rest.split(end);
  const asked = isFull
    ? bits
    : bits.filter((bit) => bit % 4 === 0 || listed.includes(described(signature, bit)));
  const questions = asked.map((bit) => ({
    report: message,
    signature: flipped[bit] ?? signature,
    email: null,
  }));
  const theirs = await sshKeygenAnswers([{ report: message, signature, email: null }, ...questions], '');
  expect(theirs[0]).toBe(true);
  const tolerated = asked.filter((_, index) => theirs[index + 1] === true);
  const list = [
    `Of the ${bits.length} single bits of such a file ssh-keygen does not mind these ${tolerated.length}:`,
    '',
    ...tolerated.map((bit) => described(signature, bit)),
    '',
  ].join('\n');
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(page, `${head}${start}\n${list}\n${end}${tail}`);
  else expect(listed.trim()).toBe(list.trim());
}, 120_000);
