import { describe, expect, it } from 'vitest';
import { sortDropped } from '../../../shared/ipc/sort-dropped.ts';
import { maxDroppedBytes, verifyArguments, whyNotTaken } from '../../../shared/ipc/verify-calls.ts';

const file = (name: string) => ({ name, bytes: new TextEncoder().encode(name) });
const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder().decode(bytes);

function sorted(...names: string[]) {
  const { reports, pdfs, unused } = sortDropped(names.map(file));
  return {
    pdfs: pdfs.map(({ name }) => name),
    reports: reports.map(({ name, signature, pdf }) => [name, text(signature), text(pdf)]),
    unused,
  };
}

describe('dropped files', () => {
  it('go with the report that their names say, in any order', () => {
    expect(
      sorted(
        'b.readiness.pdf',
        'a.readiness.json.sig',
        'b.readiness.json',
        'b.readiness.json.sig',
        'a.readiness.json',
      ),
    ).toEqual({
      pdfs: [],
      reports: [
        ['b.readiness.json', 'b.readiness.json.sig', 'b.readiness.pdf'],
        ['a.readiness.json', 'a.readiness.json.sig', null],
      ],
      unused: [],
    });
  });

  it('that a browser numbered, or wrote in capitals, still go with their report', () => {
    expect(sorted('a.readiness (1).json', 'A.readiness.json.SIG', 'a.readiness(2).pdf').reports).toEqual([
      ['a.readiness (1).json', 'A.readiness.json.SIG', 'a.readiness(2).pdf'],
    ]);
  });

  it('of other names count for the only report there is, and for none of several', () => {
    expect(sorted('report.json', 'signature.sig').reports).toEqual([['report.json', 'signature.sig', null]]);
    expect(sorted('a.json', 'b.json', 'c.json.sig')).toEqual({
      pdfs: [],
      reports: [
        ['a.json', null, null],
        ['b.json', null, null],
      ],
      unused: ['c.json.sig was not used: the report that it signs, c.json, is missing.'],
    });
  });

  it('that are no report are named, never left out in silence', () => {
    expect(sorted('notes.txt', 'a.pdf')).toMatchObject({
      reports: [],
      pdfs: ['a.pdf'],
      unused: [expect.stringContaining('notes.txt')],
    });
  });
});

describe('the bound of a drop', () => {
  it('refuses with a sentence what is too much, before anything is read', () => {
    expect(whyNotTaken([{ size: maxDroppedBytes }])).toBeNull();
    expect(whyNotTaken([{ size: maxDroppedBytes }, { size: 1 }])).toMatch(/^These files have 61 MB together/);
    expect(whyNotTaken(Array.from({ length: 61 }, () => ({ size: 1 })))).toMatch(/^61 files are too many/);
    expect(whyNotTaken([])).toMatch(/not folders/);
  });

  it('holds at the other side too, whatever the window says', () => {
    const files = verifyArguments['verify.files'];
    const bytes = new Uint8Array(maxDroppedBytes / 2);
    expect(
      files.safeParse([
        [
          { name: 'a', bytes },
          { name: 'b', bytes },
        ],
      ]).success,
    ).toBe(true);
    const more = [
      { name: 'a', bytes },
      { name: 'b', bytes },
      { name: 'c', bytes: new Uint8Array(1) },
    ];
    expect(files.safeParse([more]).success).toBe(false);
    expect(files.safeParse([[{ name: '/etc/passwd' }]]).success).toBe(false);
  });
});
