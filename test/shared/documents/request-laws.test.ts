import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { consolidate, type Consolidation } from '../../../shared/rules/lines.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import { anySite } from '../../helpers/any-site.ts';
import { lawSites } from '../../helpers/law-sites.ts';
import { panzura, siteOf } from '../../helpers/site-fixtures.ts';

const catalog = panzura();
const sites = lawSites(1_000);

/** What is asked for, flow by flow: the exploded view. */
function explodedFlows(set: RuleSet): Set<string> {
  const services = new Map(set.rules.map(({ id, service }) => [id, service]));
  return new Set(
    set.flows
      .filter(({ sameSubnet }) => !sameSubnet)
      .map(({ rule, from, to }) => `${from.address} > ${to.address} ${services.get(rule) ?? ''}`),
  );
}

/** The same, from the lines: the consolidated view. */
function lineFlows({ lines }: Consolidation): Set<string> {
  const flows = new Set<string>();
  for (const line of lines)
    for (const from of line.from)
      for (const to of line.to)
        for (const service of line.services) flows.add(`${from.address} > ${to.address} ${service}`);
  return flows;
}

/** What is in one of two sets only. */
function difference(left: ReadonlySet<string>, right: ReadonlySet<string>): string[] {
  return [
    ...[...left].filter((one) => !right.has(one)).map((one) => `only in the first: ${one}`),
    ...[...right].filter((one) => !left.has(one)).map((one) => `only in the second: ${one}`),
  ];
}

describe(`for ${sites} random sites`, () => {
  test('the lines ask for exactly the flows of the rules, and merge nothing that differs', () => {
    let flows = 0;
    fc.assert(
      fc.property(anySite, (file) => {
        const set = deriveRules(catalog, siteOf(file));
        const view = consolidate(set);
        const asked = explodedFlows(set);
        expect(difference(lineFlows(view), asked)).toEqual([]);
        flows += asked.size;
        const rules = new Map(set.rules.map((rule) => [rule.id, rule]));
        for (const line of view.lines)
          for (const id of line.rules) {
            const rule = rules.get(id);
            for (const fact of ['entry', 'direction', 'node', 'port', 'family', 'level'] as const)
              if (rule?.[fact] !== line[fact]) expect.fail(`${line.id} merges ${id}: another ${fact}`);
          }
      }),
      { numRuns: sites },
    );
    expect(flows).toBeGreaterThan(sites);
  }, 300_000);
});
