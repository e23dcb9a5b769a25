import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DroppedFile, Verification } from '../../../../shared/ipc/verify-calls.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';
import { signedReport } from '../../../helpers/signed-report.ts';

let world: WizardWorld;
let files: DroppedFile[];
let fingerprint: string;

beforeEach(async () => {
  world = await wizardWorld();
  const made = await signedReport();
  fingerprint = made.fingerprint;
  files = [
    { name: 'gdansk.readiness.json', bytes: made.report },
    { name: 'gdansk.readiness.json.sig', bytes: made.signature },
  ];
});
afterEach(async () => {
  await world.end();
});

const verified = (dropped: readonly DroppedFile[]): Promise<Verification> =>
  world.call['verify.files']([...dropped]);

async function known(): Promise<string> {
  return readFile(join(world.userFolder, 'known_signers'), 'utf8').catch(() => '');
}

describe('dropped reports', () => {
  it('are intact while their signer is unknown, and valid once the compared fingerprint is trusted', async () => {
    const before = await verified(files);
    expect(before.results).toMatchObject([{ result: 'intact', signer: { known: false, fingerprint } }]);
    expect(before.toTrust).toEqual([{ name: 'Inês Carvalho', email: 'ines@example.com', fingerprint }]);
    const received = ` ${fingerprint.replace('SHA256:', '').replace(/(.{4})/g, '$1 ')}`;
    const after = await world.call['verify.trust']({
      ...{ verification: before.id, fingerprint, received, cameAnotherWay: true },
    });
    expect(after).toMatchObject({ results: [{ result: 'valid', signer: { known: true } }], toTrust: [] });
    expect(await known()).toMatch(/^ines@example\.com namespaces="gatecheck" ssh-ed25519 \S+\n$/);
    await world.restart();
    expect((await verified(files)).results).toMatchObject([{ result: 'valid' }]);
  });

  it('give no trust for another fingerprint, for a key that was not shown, or for an older drop', async () => {
    const { id } = await verified(files);
    const wish = { verification: id, fingerprint, cameAnotherWay: true as const };
    const other = fingerprint.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    await expect(world.call['verify.trust']({ ...wish, received: other })).rejects.toThrow('is another one');
    await expect(
      world.call['verify.trust']({ ...wish, fingerprint: other, received: other }),
    ).rejects.toThrow('cannot be trusted');
    await verified(files);
    await expect(world.call['verify.trust']({ ...wish, received: fingerprint })).rejects.toThrow(
      'not shown any more',
    );
    expect(await known()).toBe('');
  });

  it('are invalid when one letter was changed, and their signer cannot be trusted', async () => {
    const text = new TextDecoder().decode(files[0]!.bytes);
    const changed = new TextEncoder().encode(text.replace('"cancelled":false', '"cancelled":true'));
    const { results, toTrust } = await verified([{ name: files[0]!.name, bytes: changed }, files[1]!]);
    expect(results).toMatchObject([{ result: 'invalid' }]);
    expect(toTrust).toEqual([]);
  });

  it('are invalid without their signature, and say that it is missing', async () => {
    const { results } = await verified([files[0]!]);
    expect(results).toMatchObject([{ result: 'invalid' }]);
    expect(results[0]?.lines.find(({ what }) => what === 'signature')?.says).toContain('no signature');
  });

  it('are each verified, the newest first, and what is no report is named', async () => {
    const newer = await signedReport('2026-11-25T09:00:00Z');
    const { results, unused } = await verified([
      ...files,
      { name: 'newer.readiness.json', bytes: newer.report },
      { name: 'newer.readiness.json.sig', bytes: newer.signature },
      { name: 'notes.txt', bytes: new Uint8Array(3) },
    ]);
    expect(results.map(({ file, result }) => [file, result])).toEqual([
      ['newer.readiness.json', 'intact'],
      ['gdansk.readiness.json', 'intact'],
    ]);
    expect(unused).toEqual([expect.stringContaining('notes.txt')]);
  });

  it('without any report among them are refused with a cure', async () => {
    await expect(verified([files[1]!])).rejects.toMatchObject({
      message: 'gdansk.readiness.json.sig is no readiness report.',
      cure: 'Drop the file that ends in .readiness.json with its .sig beside it, or the PDF of the report.',
    });
  });

  it('whose signer’s address is a pattern offer no trust: it would speak for others', async () => {
    const made = await signedReport('2026-11-24T21:00:00Z', '*@example.com');
    const { results, toTrust } = await verified([
      { name: 'a.json', bytes: made.report },
      { name: 'a.json.sig', bytes: made.signature },
    ]);
    expect(results).toMatchObject([{ result: 'intact' }]);
    expect(toTrust).toEqual([]);
  });
});
