import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { standingLines } from '../../../shared/documents/change-request/earlier-request.ts';
import type { RequestFacts } from '../../../shared/documents/change-request/facts.ts';
import {
  composeRequestFile,
  type RequestFile,
  type RequestFileLine,
} from '../../../shared/documents/change-request/request-json.ts';
import { reviseRequest, type ReviseInput } from '../../../shared/documents/change-request/revise.ts';
import { firewallInput } from '../../../shared/documents/firewall/normalise.ts';
import type { FirewallRule } from '../../../shared/documents/firewall/types.ts';
import { planChecks } from '../../../shared/plan/plan-checks.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { composeReport } from '../../../shared/report/compose-report.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { consolidate } from '../../../shared/rules/lines.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { anySite } from '../../helpers/any-site.ts';
import { lawSites } from '../../helpers/law-sites.ts';
import { panzura, siteOf } from '../../helpers/site-fixtures.ts';
import { passing, runOf, type PlannedSite } from '../../helpers/site-run.ts';
import { signer } from '../report/sample-report.ts';

const catalog = panzura();

function planned(file: SiteFile): PlannedSite {
  const site = siteOf(file);
  const ruleSet = deriveRules(catalog, site);
  return { catalog, site, ruleSet, checks: planChecks(ruleSet, site, { laptop: null }).checks };
}

/** The request as data alone: its pages would take most of the time. */
function requestOf(
  { catalog: own, site, ruleSet }: PlannedSite,
  heldAgainst: Pick<ReviseInput, 'since' | 'checked'> = {},
): { readonly facts: RequestFacts; readonly file: RequestFile } {
  const input = { catalog: own, site, ruleSet, version: '0.1.0', practice: false, siteName: 'site' };
  const facts = reviseRequest({ ...input, createdAt: '2026-11-25T08:00:00Z', ...heldAgainst });
  return { facts, file: composeRequestFile(facts) };
}

const sha256 = '0'.repeat(64);

/** The same site, written in another order. */
function shuffled(file: SiteFile, turn: number): SiteFile {
  const turned = <T>(values: readonly T[]): T[] => {
    const from = values.length === 0 ? 0 : turn % values.length;
    const rotated = [...values.slice(from), ...values.slice(0, from)];
    return turn % 2 === 0 ? rotated : rotated.reverse();
  };
  const record = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(turned(Object.entries(values)));
  return {
    ...file,
    nodes: turned(file.nodes),
    ...(file.features === undefined ? {} : { features: record(file.features) }),
    ...(file.entries === undefined ? {} : { entries: record(file.entries) }),
    ...(file.endpoints === undefined
      ? {}
      : {
          endpoints: Object.fromEntries(
            turned(Object.entries(file.endpoints)).map(([role, list]) => [role, turned(list)]),
          ),
        }),
  };
}

/** Everything that a decision or a waiver may name, with its content. */
function namesOf(ruleSet: RuleSet): string[] {
  return [
    ...ruleSet.rules.map(({ id, digest }) => `${id} ${digest}`),
    ...ruleSet.groups.map(({ id, digest }) => `${id} ${digest}`),
    ...ruleSet.flows.map(({ id }) => id),
    ...consolidate(ruleSet).lines.map(
      ({ id, from, to, services }) =>
        `${id} ${from.map(({ address }) => address).join()} ${to.map(({ address }) => address).join()} ${services.join()}`,
    ),
  ].sort();
}

const sites = lawSites(300);

describe(`for ${sites} random sites`, () => {
  test('ids and digests are the same, whatever the order of nodes, endpoints and features in the file', () => {
    fc.assert(
      fc.property(anySite, fc.nat(100), (file, turn) => {
        const one = namesOf(deriveRules(catalog, siteOf(file)));
        const other = namesOf(deriveRules(catalog, siteOf(shuffled(file, turn))));
        if (one.join('\n') !== other.join('\n')) expect(other).toEqual(one);
      }),
      { numRuns: sites },
    );
  }, 600_000);
});

/** Two revisions of a site: the other one's features and endpoints in place of some of its own. */
const revisions = fc
  .tuple(anySite, anySite, fc.boolean(), fc.boolean())
  .map(([a, b, features, endpoints]): readonly [SiteFile, SiteFile] => {
    const request = { number: 'FCR-1' };
    const next: SiteFile = {
      ...a,
      ...(features && b.features !== undefined ? { features: b.features } : {}),
      ...(endpoints && b.endpoints !== undefined ? { endpoints: b.endpoints } : {}),
      request: { ...request, revision: 'B' },
    };
    return [{ ...a, request: { ...request, revision: 'A' } }, next];
  });

type Content = Pick<RequestFileLine, 'id' | 'services' | 'from' | 'to'>;

function contentOf({ id, services, from, to }: Content): string {
  const side = (parties: Content['from']): string => parties.map(({ address }) => address).join();
  return `${id} ${side(from)} > ${side(to)} ${services.join()}`;
}

function ruleFlows({ id, from, to, services }: FirewallRule): string[] {
  return from.flatMap((source) =>
    to.flatMap((target) =>
      services.map((service) => `${id} ${source.text} > ${target.text} ${JSON.stringify(service)}`),
    ),
  );
}

describe('for random pairs of revisions', () => {
  test('the delta applied to A gives B: no line is lost, and none is in it twice', () => {
    let changes = 0;
    fc.assert(
      fc.property(revisions, ([first, second]) => {
        const a = requestOf(planned(first));
        // A draft is no start of a delta for people; the comparison itself must hold for it too.
        const before = { file: a.file, sha256 };
        const whole = requestOf(planned(second)).file;
        const delta = requestOf(planned(second), { since: before }).file;
        changes += delta.lines.length;
        expect(standingLines(delta).map(contentOf).sort()).toEqual(whole.lines.map(contentOf).sort());
        const removed = delta.lines.filter(({ change }) => change === 'removed');
        const gone = new Set([
          ...removed.map(({ id }) => id),
          ...delta.lines.flatMap((line) => (line.before === undefined ? [] : [line.before.id])),
        ]);
        const stay = before.file.lines.filter(({ id }) => !gone.has(id));
        expect(stay.map(contentOf).sort()).toEqual((delta.unchanged ?? []).map(contentOf).sort());
        expect(gone.size + stay.length).toBe(before.file.lines.length);
        const ids = delta.lines.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(delta.lines.map(({ number }) => number)).toEqual(ids.map((_, index) => index + 1));
      }),
      { numRuns: 150 },
    );
    expect(changes).toBeGreaterThan(150);
  }, 120_000);

  test('the firewall rules of the delta turn those of A into those of B', () => {
    fc.assert(
      fc.property(revisions, ([first, second]) => {
        const a = requestOf(planned(first));
        const b = requestOf(planned(second));
        const delta = requestOf(planned(second), { since: { file: a.file, sha256 } });
        const flows = new Set(firewallInput(a.facts, sha256).rules.flatMap(ruleFlows));
        for (const rule of firewallInput(delta.facts, sha256).rules)
          for (const flow of ruleFlows(rule)) {
            // What is taken out was there, and what is put in was not: an addition never widens a rule silently.
            expect(flows.has(flow)).toBe(rule.change === 'remove');
            if (rule.change === 'remove') flows.delete(flow);
            else flows.add(flow);
          }
        expect([...flows].sort()).toEqual(firewallInput(b.facts, sha256).rules.flatMap(ruleFlows).sort());
      }),
      { numRuns: 150 },
    );
  }, 120_000);
});

describe('for random sites and random results', () => {
  test('what is asked for and what is open are together the full list, and share no line', () => {
    let open = 0;
    const outcomes = fc.array(
      fc.constantFrom<'pass' | Observation>('pass', 'filtered', 'not-run', 'no-answer'),
      {
        minLength: 7,
        maxLength: 7,
      },
    );
    fc.assert(
      fc.property(anySite, outcomes, (file, seen) => {
        const site = planned(file);
        const run = runOf(site, (check) => {
          const outcome = seen[check.rule.length % seen.length] ?? 'pass';
          return outcome === 'pass' ? passing(check) : outcome;
        });
        const { report } = composeReport({
          ...site,
          ...{ siteName: 'site', run, id: 'r', version: '0.1.0', previous: null, signer },
          createdAt: '2026-11-24T20:41:07Z',
        });
        const checked = { report, sha256 };
        const full = requestOf(site).file.lines;
        const made = requestOf(site, { checked }).file;
        const openLines = made.open ?? [];
        open += openLines.length;
        const place = ({ number, id }: { number: number; id: string }): string => `${number} ${id}`;
        expect([...made.lines, ...openLines].map(place).sort()).toEqual(full.map(place).sort());
        const verdicts = new Map<string, Set<string>>();
        for (const { flow, verdict, observation } of report.checks)
          if (observation !== 'not-run' && observation !== 'not-testable')
            verdicts.set(flow, (verdicts.get(flow) ?? new Set()).add(verdict));
        for (const { rules, from, to, missing } of openLines) {
          expect(missing).toBeNull();
          for (const rule of rules)
            for (const source of from)
              for (const target of to)
                expect([...(verdicts.get(`${rule}#${source.address}>${target.address}`) ?? [])]).toEqual([
                  'pass',
                ]);
        }
      }),
      { numRuns: 100 },
    );
    expect(open).toBeGreaterThan(50);
  }, 120_000);
});
