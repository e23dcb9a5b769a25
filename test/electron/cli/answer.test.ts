import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerSchema } from '../../../shared/documents/answer/schema.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { fillWithPdftk, withQpdf, type Values } from '../forms/other-tools.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function gatecheck(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'dist/cli.cjs'), ...args], { timeout: 60_000 });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

let folder = '';
let site = '';
let requestJson = '';
let sent: Uint8Array;

beforeAll(async () => {
  buildCommandLine();
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-answer-cli-'));
  site = join(folder, 'draft.site.json');
  copyFileSync(join(root, 'test/fixtures/sites/draft.site.json'), site);
  expect((await gatecheck('request', site, '--out', folder)).code).toBe(1);
  const names = readdirSync(folder);
  requestJson = join(folder, names.find((name) => name.endsWith('_DRAFT.json')) ?? '');
  sent = readFileSync(join(folder, names.find((name) => name.endsWith('_DRAFT.pdf')) ?? ''));
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function back(name: string, values: Values): string {
  const path = join(folder, name);
  writeFileSync(path, fillWithPdftk(sent, values));
  return path;
}

function missingRole(): string {
  const { missing } = JSON.parse(readFileSync(requestJson, 'utf8')) as { missing: { key: string }[] };
  return missing.find(({ key }) => /^[a-zA-Z]+$/.test(key))?.key ?? '';
}

describe('gatecheck answer', () => {
  it('exits 0 when everything is approved and nothing was altered', async () => {
    const complete = join(folder, 'gdansk-dc1.site.json');
    copyFileSync(join(root, 'test/fixtures/sites/gdansk-dc1.site.json'), complete);
    const out = join(folder, 'complete');
    expect((await gatecheck('request', complete, '--out', out)).code).toBe(0);
    const filled = join(folder, 'approved.pdf');
    const pdf = readFileSync(join(out, 'FCR-2026-014_A.pdf'));
    const approvals = [1, 2].flatMap((place) => [
      [`approval.${place}.decision`, 'approved'],
      [`approval.${place}.date`, '2026-11-20'],
    ]);
    const values = Object.fromEntries([['decision.all', 'approve'], ...approvals]) as Values;
    writeFileSync(filled, fillWithPdftk(pdf, values));
    const json = join(out, 'FCR-2026-014_A.json');
    const { code, out: text, err } = await gatecheck('answer', complete, filled, '--request', json);
    expect(err).toBe('');
    expect(text).toContain('The pages are those that were sent.');
    expect(text).toContain('Every line is decided, and nothing stands in the way.');
    expect(code).toBe(0);

    const id = 'kerberos-gdn-1-out-lan-v4-required';
    writeFileSync(
      filled,
      fillWithPdftk(pdf, { ...values, [`line.${id}.decision`]: 'deny', [`line.${id}.comment`]: 'Όχι, 不可' }),
    );
    const denied = await gatecheck('answer', complete, filled, '--request', json);
    expect(denied.out).toMatch(/DENY +kerberos\.gdn-1\.out\.lan\.v4\.required +Όχι, 不可/);
    expect(denied.out).toContain('LOST: SMB file shares');
    expect(denied.out).toContain('nothing was changed');
    expect(denied.code).toBe(1);
    expect(readdirSync(folder).filter((name) => name.endsWith('.answer.json'))).toEqual([]);
  }, 120_000);

  it('changes nothing without --apply; with it, only what was missing, and keeps the answer beside the site', async () => {
    const role = missingRole();
    const filled = back('addresses.pdf', { [`address.${role}.value`]: '192.0.2.77' });
    const before = readFileSync(site, 'utf8');
    const shown = await gatecheck('answer', site, filled, '--request', requestJson);
    expect(shown.out).toContain('192.0.2.77: would be written by --apply');
    expect(shown.code).toBe(1);
    expect(readFileSync(site, 'utf8')).toBe(before);

    const applied = await gatecheck('answer', site, filled, '--request', requestJson, '--apply', '--json');
    expect(applied.code).toBe(1);
    const json = JSON.parse(applied.out) as { answer: unknown; written: string[] };
    expect(
      answerSchema.parse(json.answer).addresses.some(({ values }) => values.includes('192.0.2.77')),
    ).toBe(true);
    const record = json.written.find((file) => file.endsWith('.answer.json')) ?? '';
    expect(JSON.parse(readFileSync(record, 'utf8'))).toEqual(json.answer);
    const after = JSON.parse(readFileSync(site, 'utf8')) as { endpoints: Record<string, string[]> };
    expect(after.endpoints[role]).toEqual(['192.0.2.77']);
    writeFileSync(site, before);
  }, 120_000);

  it.each([
    ['no such file', (): string => join(folder, 'none.pdf'), /none\.pdf/],
    [
      'a file of 100 MB',
      (): string => {
        const path = join(folder, 'large.pdf');
        writeFileSync(path, '%PDF-1.7\n');
        execFileSync('truncate', ['-s', '100M', path]);
        return path;
      },
      /100\.0 MB/,
    ],
    [
      'an encrypted form',
      (): string => {
        const path = join(folder, 'locked.pdf');
        writeFileSync(path, withQpdf(sent, '--encrypt', 'a', 'b', '256', '--'));
        return path;
      },
      /encrypted.*password/s,
    ],
    [
      'half a form',
      (): string => {
        const path = join(folder, 'half.pdf');
        writeFileSync(path, sent.subarray(0, sent.length / 2));
        return path;
      },
      /cut off/,
    ],
    ['the JSON itself', (): string => requestJson, /neither a PDF nor an Excel workbook/],
  ])(
    '%s is bad input: exit 2, with the cure',
    async (_what, path, message) => {
      const { code, err, out } = await gatecheck('answer', site, path(), '--request', requestJson, '--apply');
      expect(err).toMatch(message);
      expect(out).toBe('');
      expect(code).toBe(2);
    },
    60_000,
  );

  it.skipIf(process.getuid?.() !== 0)(
    'on a full disk exits 3, and neither site nor record is half-written (root only)',
    async () => {
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk]);
      try {
        const own = join(disk, 'draft.site.json');
        const text = readFileSync(site, 'utf8');
        writeFileSync(own, text);
        const filled = back('full.pdf', { [`address.${missingRole()}.value`]: '192.0.2.77' });
        writeFileSync(join(disk, 'filler'), Buffer.alloc(8192));
        const { code, err } = await gatecheck('answer', own, filled, '--request', requestJson, '--apply');
        expect(err).toMatch(/disk is full/i);
        expect(code).toBe(3);
        expect(readFileSync(own, 'utf8')).toBe(text);
        expect(readdirSync(disk).sort()).toEqual(['draft.site.json', 'filler']);
      } finally {
        execFileSync('umount', [disk]);
      }
    },
    60_000,
  );
});
