import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { previousReport, saveReport } from '../../../electron/usecases/save-report.ts';
import { sha256Hex } from '../../../shared/lib/digest.ts';
import { reportBytes } from '../../../shared/report/compose-report.ts';
import { provableSite, sampleReport } from '../../shared/report/sample-report.ts';

const root = mkdtempSync(join(tmpdir(), 'gatecheck-save-'));
const first = { ...sampleReport(provableSite()), id: '11111111-aaaa-4bbb-8ccc-000000000000' };
const second = {
  ...first,
  id: '22222222-aaaa-4bbb-8ccc-000000000000',
  createdAt: '2026-11-24T21:00:00.250Z',
};
let folder = '';
let count = 0;

beforeEach(() => {
  count += 1;
  folder = join(root, `out-${count}`);
});

afterAll(() => {
  if (!mounted) rmSync(root, { recursive: true, force: true });
});

function toSave(report: typeof first, change: object = {}): Parameters<typeof saveReport>[0] {
  return {
    folder,
    name: 'gdansk-dc1',
    report: reportBytes(report),
    signature: Buffer.from(`signature of ${report.id}`),
    pdf: Buffer.from(`pdf of ${report.id}`),
    ...change,
  };
}

describe('saving a report', () => {
  it('makes the folder and writes JSON, signature and PDF, and nothing else', async () => {
    const saved = await saveReport(toSave(first));
    expect(readdirSync(folder).sort()).toEqual([
      'gdansk-dc1.readiness.json',
      'gdansk-dc1.readiness.json.sig',
      'gdansk-dc1.readiness.pdf',
    ]);
    expect(saved.files.map((path) => existsSync(path))).toEqual([true, true, true]);
    expect(saved.kept).toEqual([]);
    expect(
      readFileSync(join(folder, 'gdansk-dc1.readiness.json')).equals(Buffer.from(reportBytes(first))),
    ).toBe(true);
  });

  it('keeps the report before under its own time and id, and the next one can name it', async () => {
    await saveReport(toSave(first));
    expect(await previousReport(folder, 'gdansk-dc1')).toEqual({
      id: first.id,
      sha256: sha256Hex(reportBytes(first)),
    });
    const saved = await saveReport(toSave(second));
    expect(saved.kept).toHaveLength(3);
    const kept = 'gdansk-dc1.20261124T204107Z-11111111.readiness';
    expect(readFileSync(join(folder, `${kept}.json`)).equals(Buffer.from(reportBytes(first)))).toBe(true);
    expect(readFileSync(join(folder, `${kept}.json.sig`), 'utf8')).toBe(`signature of ${first.id}`);
    expect(readFileSync(join(folder, `${kept}.pdf`), 'utf8')).toBe(`pdf of ${first.id}`);
    expect(readFileSync(join(folder, 'gdansk-dc1.readiness.pdf'), 'utf8')).toBe(`pdf of ${second.id}`);
    await saveReport(toSave(first));
    expect(existsSync(join(folder, 'gdansk-dc1.20261124T210000Z-22222222.readiness.json'))).toBe(true);
  });

  it('never overwrites one that is kept already', async () => {
    for (const pdf of ['one', 'two', 'three']) await saveReport(toSave(first, { pdf: Buffer.from(pdf) }));
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(names.sort()).toEqual([
      'gdansk-dc1.20261124T204107Z-11111111-2.readiness.json',
      'gdansk-dc1.20261124T204107Z-11111111.readiness.json',
      'gdansk-dc1.readiness.json',
    ]);
  });

  it('keeps the very same report once, also where a crash had begun with it', async () => {
    await saveReport(toSave(first));
    await saveReport(toSave(first));
    await saveReport(toSave(first));
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toHaveLength(2);
  });

  it('does not leave the PDF of the report before beside a new report without one', async () => {
    await saveReport(toSave(first));
    await saveReport(toSave(second, { pdf: null }));
    expect(existsSync(join(folder, 'gdansk-dc1.readiness.pdf'))).toBe(false);
    expect(existsSync(join(folder, 'gdansk-dc1.20261124T204107Z-11111111.readiness.pdf'))).toBe(true);
  });

  it('keeps also a file of that name that is no report', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'gdansk-dc1.readiness.json'), 'my notes');
    expect(await previousReport(folder, 'gdansk-dc1')).toBeNull();
    const saved = await saveReport(toSave(first));
    expect(saved.kept.map((path) => readFileSync(path, 'utf8'))).toEqual(['my notes']);
  });

  it.each(['', '.hidden', 'a/b', '../up', 'żuraw'])('refuses the name %j before it writes', async (name) => {
    await expect(saveReport(toSave(first, { name }))).rejects.toMatchObject({ kind: 'bad-input' });
    expect(existsSync(folder)).toBe(false);
  });

  it('refuses a report that nobody would read for its size, before it writes', async () => {
    await expect(saveReport(toSave(first, { report: Buffer.alloc(50_000_001, 32) }))).rejects.toMatchObject({
      kind: 'cannot',
      message: 'The report has 51 MB; one of more than 50 MB is refused by everyone who verifies it.',
    });
    expect(existsSync(folder)).toBe(false);
  });

  it('says so when the folder is a file', async () => {
    writeFileSync(folder, 'x');
    await expect(saveReport(toSave(first))).rejects.toMatchObject({
      kind: 'cannot',
      message: `${folder} is no folder.`,
    });
  });
});

describe('when writing fails half-way', () => {
  it('loses nothing: the report before stands whole under its name, and no piece of the new one is left', async () => {
    await saveReport(toSave(first));
    const before = readdirSync(folder).sort();
    // The name of the last piece is taken by a folder: the first two are written when it fails.
    const draft = `.gdansk-dc1.${sha256Hex(reportBytes(second)).slice(0, 12)}.readiness.pdf`;
    mkdirSync(join(folder, draft));
    await expect(saveReport(toSave(second))).rejects.toMatchObject({ kind: 'cannot' });
    rmSync(join(folder, draft), { recursive: true });
    expect(readdirSync(folder).sort()).toEqual(before);
    expect((await previousReport(folder, 'gdansk-dc1'))?.id).toBe(first.id);
  });
});

/** A small disk of its own: only root may mount one, and not in every container. */
function mountSmallDisk(disk: string): boolean {
  mkdirSync(disk, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]).status === 0;
}

const disk = join(root, 'disk');
const mounted = process.getuid?.() === 0 && mountSmallDisk(disk);

// Defined only where a disk can be filled or protected for real; writing that fails half-way is tested everywhere above.
if (mounted) {
  describe('on a disk of 400 KB', () => {
    beforeEach(() => {
      folder = disk;
      for (const name of readdirSync(disk)) rmSync(join(disk, name));
    });
    afterAll(() => {
      execFileSync('umount', [disk]);
      rmSync(root, { recursive: true, force: true });
    });

    it('that fills up, nothing is lost, and the message says how much is needed', async () => {
      await saveReport(toSave(first, { pdf: null }));
      const before = readFileSync(join(disk, 'gdansk-dc1.readiness.json'));
      const pdf = Buffer.alloc(500_000, 1);
      await expect(saveReport(toSave(second, { pdf }))).rejects.toMatchObject({
        kind: 'cannot',
        message: expect.stringMatching(/^The disk is full: the report needs \d+ KB in /) as string,
        cure: expect.stringContaining('kept') as string,
      });
      expect(readdirSync(disk).sort()).toEqual([
        'gdansk-dc1.readiness.json',
        'gdansk-dc1.readiness.json.sig',
      ]);
      expect(readFileSync(join(disk, 'gdansk-dc1.readiness.json')).equals(before)).toBe(true);
    });

    it('that is read-only, the report before is still readable and named as the one before', async () => {
      await saveReport(toSave(first, { pdf: null }));
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      try {
        await expect(saveReport(toSave(second))).rejects.toMatchObject({
          kind: 'cannot',
          message: `This user may not write in ${disk}.`,
        });
        expect((await previousReport(disk, 'gdansk-dc1'))?.id).toBe(first.id);
      } finally {
        execFileSync('mount', ['-o', 'remount,rw', disk]);
      }
    });
  });
} else {
  describe('in a folder where this user may not write', () => {
    it('says so and keeps the report before', async () => {
      await saveReport(toSave(first));
      chmodSync(folder, 0o500);
      try {
        await expect(saveReport(toSave(second))).rejects.toMatchObject({
          kind: 'cannot',
          message: `This user may not write in ${folder}.`,
        });
      } finally {
        chmodSync(folder, 0o700);
      }
      expect((await previousReport(folder, 'gdansk-dc1'))?.id).toBe(first.id);
    });
  });
}
