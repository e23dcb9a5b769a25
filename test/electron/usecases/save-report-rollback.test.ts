import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import type * as FsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { saveReport } from '../../../electron/usecases/save-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatecheck-rollback-'));
/** Renames that still succeed; a disk that goes away between two of them cannot be had otherwise. */
let renamesLeft = Number.POSITIVE_INFINITY;
/** Whether it is gone for good then, or takes the next one again. */
let forGood = false;

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FsPromises>();
  const rename: typeof real.rename = async (from, to) => {
    renamesLeft -= 1;
    if (renamesLeft === -1 || (forGood && renamesLeft < 0))
      throw Object.assign(new Error('input/output error'), { code: 'EIO' });
    await real.rename(from, to);
  };
  return { ...real, rename };
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function save(text: string): ReturnType<typeof saveReport> {
  const bytes = Buffer.from(text);
  return saveReport({ folder, name: 'site', report: bytes, signature: bytes, pdf: bytes });
}

/** Every file of the folder with its content. */
function standing(): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

describe('a disk that fails between two renames', () => {
  it.each([0, 1, 2])('after %i of three leaves the report before as it was', async (renames) => {
    renamesLeft = Number.POSITIVE_INFINITY;
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await save('the report before');
    const before = standing();
    expect(Object.keys(before)).toHaveLength(3);
    renamesLeft = renames;
    await expect(save('the next report')).rejects.toMatchObject({ kind: 'cannot' });
    expect(standing()).toEqual(before);
  });

  it.each([1, 2])('for good after %i of three loses nothing of the report before', async (renames) => {
    renamesLeft = Number.POSITIVE_INFINITY;
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await save('the report before');
    renamesLeft = renames;
    forGood = true;
    try {
      await expect(save('the next report')).rejects.toMatchObject({ kind: 'cannot' });
    } finally {
      forGood = false;
    }
    // Under its own name or the one that it is kept under: each of its three files is there.
    for (const ending of ['json', 'json.sig', 'pdf']) {
      const old = Object.entries(standing()).filter(
        ([name, text]) => name.endsWith(`.readiness.${ending}`) && text === 'the report before',
      );
      expect(old.length, ending).toBeGreaterThan(0);
    }
  });
});
