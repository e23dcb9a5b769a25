import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareLines, isLaterRevision, type LineContent } from '../../../shared/rules/compare-lines.ts';

const party = (address: string): LineContent['to'][number] => ({ address, natAddress: null });

function line(id: string, to: readonly string[], services: readonly string[] = ['53/udp']): LineContent {
  return { id, services, from: [party('10.20.0.10')], to: to.map(party) };
}

const dns = 'dns.gdn-1.out.lan.v4.required';

describe('two revisions of a line', () => {
  it('are the same whatever the order of addresses and services', () => {
    const before = line(dns, ['10.20.5.53', '10.20.5.54'], ['53/tcp', '53/udp']);
    const after = line(dns, ['10.20.5.54', '10.20.5.53'], ['53/udp', '53/tcp']);
    expect(compareLines([before], [after])).toEqual({
      added: [],
      changed: [],
      removed: [],
      unchanged: [{ before, after }],
    });
  });

  it('differ when an address, a service or a translated address differs', () => {
    const before = line(dns, ['10.20.5.53']);
    for (const after of [
      line(dns, ['10.20.5.54']),
      line(dns, ['10.20.5.53'], ['53/tcp']),
      { ...before, to: [{ address: '10.20.5.53', natAddress: '192.0.2.53' }] },
    ])
      expect(compareLines([before], [after]).changed).toEqual([{ before, after }]);
  });

  it('are one changed line when only the need differs', () => {
    const before = line(dns, ['10.20.5.53']);
    const after = line(dns.replace('required', 'optional'), ['10.20.5.53']);
    expect(compareLines([before], [after]).changed).toEqual([{ before, after }]);
  });

  it('are one removed and one added line when the need and the address differ', () => {
    const before = line(dns, ['10.20.5.53']);
    const after = line(dns.replace('required', 'optional'), ['10.20.5.54']);
    expect(compareLines([before], [after])).toEqual({
      added: [after],
      changed: [],
      removed: [before],
      unchanged: [],
    });
  });
});

const anyLine = fc
  .record({
    entry: fc.constantFrom('dns', 'ntp', 'smb'),
    direction: fc.constantFrom('in', 'out'),
    level: fc.constantFrom('required', 'optional', 'as-published'),
    to: fc.uniqueArray(fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3'), { minLength: 1 }),
    services: fc.uniqueArray(fc.constantFrom('53/udp', '53/tcp'), { minLength: 1 }),
  })
  .map(({ entry, direction, level, to, services }) =>
    line(`${entry}.n.${direction}.lan.v4.${level}`, to, services),
  );
const anyLines = fc.uniqueArray(anyLine, { maxLength: 10, selector: ({ id }) => id });

describe('a comparison of any two revisions', () => {
  it('has every line of both once, and gives the later one when it is applied to the earlier', () => {
    fc.assert(
      fc.property(anyLines, anyLines, (before, after) => {
        const { added, changed, removed, unchanged } = compareLines(before, after);
        const ids = (lines: readonly LineContent[]): string[] => lines.map(({ id }) => id).sort();
        const both = [...changed, ...unchanged];
        expect(ids([...added, ...both.map((each) => each.after)])).toEqual(ids(after));
        expect(ids([...removed, ...both.map((each) => each.before)])).toEqual(ids(before));
        const gone = new Set([...removed, ...changed.map((each) => each.before)]);
        const applied = [
          ...before.filter((each) => !gone.has(each)),
          ...added,
          ...changed.map((each) => each.after),
        ];
        const content = (each: LineContent): string =>
          JSON.stringify([each.id, [...each.services].sort(), each.to.map(({ address }) => address).sort()]);
        expect(applied.map(content).sort()).toEqual(after.map(content).sort());
      }),
    );
  });
});

describe('revision letters', () => {
  it('go from A to Z, then from AA on', () => {
    expect(isLaterRevision('B', 'A')).toBe(true);
    expect(isLaterRevision('AA', 'Z')).toBe(true);
    expect(isLaterRevision('A', 'A')).toBe(false);
    expect(isLaterRevision('A', 'B')).toBe(false);
    expect(isLaterRevision('Z', 'AA')).toBe(false);
  });
});
