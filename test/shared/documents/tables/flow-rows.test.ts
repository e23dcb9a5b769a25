import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { RequestFile } from '../../../../shared/documents/change-request/request-json.ts';
import { requestCsv } from '../../../../shared/documents/csv.ts';
import { flowRows } from '../../../../shared/documents/tables/flow-rows.ts';
import { isWaiting } from '../../../../shared/documents/tables/line-words.ts';
import { deriveRules } from '../../../../shared/rules/derive-rules.ts';
import { anySite } from '../../../helpers/any-site.ts';
import { panzura, siteOf } from '../../../helpers/site-fixtures.ts';
import { deltaOf, removalOf, requestOf } from '../revised-request.ts';
import { requestOfSite } from '../request-of-site.ts';

const catalog = panzura();
const planned = (file: Parameters<typeof siteOf>[0]) => {
  const site = siteOf(file);
  return { catalog, site, ruleSet: deriveRules(catalog, site) };
};
const numbered = (file: Parameters<typeof siteOf>[0], revision: string) => ({
  ...file,
  request: { number: 'FCR-1', revision },
});

/** Flows whose both ends are known. */
function flowIds(file: RequestFile): string[] {
  return flowRows(file)
    .filter(({ from, to }) => from !== null && to !== null)
    .map(({ id }) => id);
}

describe('the flows of a request', () => {
  test('are those of its rules, each once, for random sites', () => {
    fc.assert(
      fc.property(anySite, (site) => {
        const { file } = requestOf(planned(site));
        const rules = new Set(file.lines.flatMap(({ rules: ids }) => ids));
        const asked = file.flows.filter(({ rule, sameSubnet }) => !sameSubnet && rules.has(rule));
        const rows = flowIds(file);
        expect(new Set(rows).size).toBe(rows.length);
        // A flow between two nodes of the site is printed once, at the one that starts it.
        const known = new Set(asked.map(({ id }) => id));
        expect(rows.filter((id) => !known.has(id))).toEqual([]);
        const ends = (flow: { from: string; to: string; rule: string }): string =>
          `${flow.from}>${flow.to} ${file.rules.find(({ id }) => id === flow.rule)?.service ?? ''}`;
        const printed = new Set(asked.filter(({ id }) => rows.includes(id)).map(ends));
        expect(asked.map(ends).filter((one) => !printed.has(one))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  test('of a delta turn those of A into those of B, for random revisions', () => {
    let changes = 0;
    fc.assert(
      fc.property(anySite, anySite, ({ ...first }, second) => {
        const next = { ...first, ...(second.endpoints === undefined ? {} : { endpoints: second.endpoints }) };
        const a = requestOf(planned(numbered(first, 'A')));
        const b = requestOf(planned(numbered(next, 'B')));
        const since = { file: a.file, sha256: a.digest };
        const rows = flowRows(requestOf(planned(numbered(next, 'B')), { since }).file);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        const flows = new Set(flowRows(a.file).map(({ id }) => id));
        for (const { id, change } of rows) {
          expect(flows.has(id), `${id} ${change}`).toBe(change !== 'permit');
          if (change === 'withdraw') flows.delete(id);
          else flows.add(id);
          if (change !== 'keep') changes++;
        }
        expect([...flows].sort()).toEqual(
          flowRows(b.file)
            .map(({ id }) => id)
            .sort(),
        );
      }),
      { numRuns: 60 },
    );
    expect(changes).toBeGreaterThan(60);
  }, 120_000);

  it('say of a changed line what to permit, what to keep and what to withdraw', () => {
    const { file } = deltaOf('gdansk-dc1', (json) => {
      const endpoints = json['endpoints'] as Record<string, unknown>;
      json['endpoints'] = { ...endpoints, dnsServers: ['10.20.5.53', '10.20.5.55'] };
    });
    const out = flowRows(file).filter(({ rule }) => rule === 'dns.gdn-1.out.lan.53-udp.v4');
    expect(out.map(({ change, to }) => [change, to?.address])).toEqual([
      ['keep', '10.20.5.53'],
      ['permit', '10.20.5.55'],
      ['withdraw', '10.20.5.54'],
    ]);
  });

  it('of a removal are all to be withdrawn', () => {
    const { file } = removalOf('gdansk-dc1');
    const rows = flowRows(file);
    expect(rows.length).toBeGreaterThan(file.lines.length);
    expect(new Set(rows.map(({ change }) => change))).toEqual(new Set(['withdraw']));
  });

  it('are rows of the CSV too: one each, and a line without an address says "to be supplied"', () => {
    const { file, digest } = requestOfSite('draft');
    const [head = '', ...rows] = requestCsv(file, digest).slice(1).split('\r\n').slice(0, -1);
    expect(rows).toHaveLength(flowRows(file).length);
    const lineAt = head.split(',').indexOf('line');
    const waiting = new Set(file.lines.filter(isWaiting).map(({ number }) => `${number}`));
    expect(waiting.size).toBeGreaterThan(0);
    for (const row of rows)
      expect(row.includes(',to be supplied,')).toBe(waiting.has(row.split(',')[lineAt] ?? ''));
  });
});
