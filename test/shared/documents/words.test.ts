import { describe, expect, it } from 'vitest';
import { fileSafe, requestFileStem } from '../../../shared/documents/file-names.ts';
import {
  localWindow,
  longDigest,
  protocolLines,
  ranges,
  rangesInParts,
  utcTime,
  utcWindow,
} from '../../../shared/documents/words.ts';

describe('wording of the documents', () => {
  it('writes line numbers in their shortest form, whatever their order', () => {
    expect(ranges([3, 1, 2, 7])).toBe('1–3, 7');
    expect(ranges([4, 5])).toBe('4, 5');
    expect(ranges([])).toBe('');
  });

  it('parts a long list of line numbers into pieces that a cell holds, and loses none', () => {
    const odd = Array.from({ length: 150 }, (_, index) => 2 * index + 1);
    const parts = rangesInParts(odd);
    expect(parts).toHaveLength(3);
    expect(parts.join(', ')).toBe(ranges(odd));
    expect(rangesInParts([])).toEqual([]);
  });

  it('writes a window once a day, and both days when it crosses midnight', () => {
    expect(utcWindow('2026-11-24T20:00:00Z', '2026-11-24T23:00:00Z')).toBe('2026-11-24, 20:00 to 23:00 UTC');
    expect(utcWindow('2026-11-24T23:00:00Z', '2026-11-25T01:30:00Z')).toBe(
      '2026-11-24, 23:00 to 2026-11-25, 01:30 UTC',
    );
  });

  it('gives the window in the time of the site, with its own day', () => {
    expect(localWindow('2026-11-24T20:00:00Z', '2026-11-24T23:00:00Z', 'Asia/Tokyo')).toBe(
      '2026-11-25, 05:00 to 08:00, Asia/Tokyo',
    );
    expect(localWindow('2024-02-29T23:30:00Z', '2024-03-01T00:30:00Z', 'UTC')).toBe(
      '2024-02-29, 23:30 to 2024-03-01, 00:30, UTC',
    );
  });

  it('leaves a time zone out that it does not know', () => {
    expect(localWindow('2026-11-24T20:00:00Z', '2026-11-24T23:00:00Z', 'Mars/Olympus')).toBeNull();
  });

  it('writes one protocol a line', () => {
    expect(
      protocolLines([
        { protocol: 'tcp', ports: ['80', '8000-8010'] },
        { protocol: 'icmp', ports: [] },
      ]),
    ).toEqual(['TCP 80, 8000–8010', 'ICMP echo']);
  });

  it('groups digests and times for reading', () => {
    expect(longDigest('0123456789abcdef')).toBe('01234567 89abcdef');
    expect(utcTime('2026-11-24T20:41:07Z')).toBe('2026-11-24, 20:41:07 UTC');
  });
});

describe('file names of a request', () => {
  const named = { number: 'FCR-2026-014', revision: 'A', siteName: 'gdansk', draft: false } as const;

  it('come from number and revision, and say that a draft is one', () => {
    expect(requestFileStem({ ...named, kind: 'request' })).toBe('FCR-2026-014_A');
    expect(requestFileStem({ ...named, kind: 'request', draft: true })).toBe('FCR-2026-014_A_DRAFT');
  });

  it('say of what kind it is', () => {
    expect(requestFileStem({ ...named, revision: 'B', kind: 'delta' })).toBe('FCR-2026-014_B_delta');
    expect(requestFileStem({ ...named, kind: 'only-blocked' })).toBe('FCR-2026-014_A_blocked');
    expect(requestFileStem({ ...named, number: 'FCR-2027-003', kind: 'removal' })).toBe(
      'FCR-2027-003_A_remove',
    );
    expect(requestFileStem({ ...named, kind: 'delta', draft: true })).toBe('FCR-2026-014_A_delta_DRAFT');
  });

  it('never leave the folder, whatever the number is', () => {
    const hostile = { ...named, kind: 'request', siteName: 'gdansk-dc1' } as const;
    expect(requestFileStem({ ...hostile, number: '../../etc/passwd' })).toBe('etc-passwd_A');
    expect(requestFileStem({ ...hostile, number: '...' })).toBe('gdansk-dc1.request_A');
  });

  it('do not invent a number: the name of the site stands in', () => {
    const unnumbered = { ...named, number: ' ', revision: 'B', kind: 'request' } as const;
    expect(requestFileStem({ ...unnumbered, draft: true })).toBe('gdansk.request_B_DRAFT');
    expect(requestFileStem({ ...unnumbered, siteName: '横浜' })).toBe('site.request_B');
  });

  it('keep letters that have an ASCII form', () => {
    expect(fileSafe('Łódź Zmiana/7')).toBe('Lodz-Zmiana-7');
  });
});
