import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEndpointAddress } from '../../../shared/lib/endpoint-address.ts';
import { byCodePoint } from '../../../shared/lib/order.ts';
import { planChecks } from '../../../shared/plan/plan-checks.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { compareRules } from '../../../shared/rules/explain-switch.ts';
import { groupDigest } from '../../../shared/rules/groups.ts';
import { consolidate } from '../../../shared/rules/lines.ts';
import { ruleDigest } from '../../../shared/rules/make-rules.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import { formatSite } from '../../../shared/site/format-site.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { anySite } from '../../helpers/any-site.ts';
import { panzura, siteOf } from '../../helpers/site-fixtures.ts';

function forAnySite(law: (set: RuleSet, site: Site) => void): void {
  fc.assert(
    fc.property(anySite, (file) => {
      const site = siteOf(file);
      law(deriveRules(panzura(), site), site);
    }),
    { numRuns: 40 },
  );
}

describe('for any site', () => {
  test('ids of rules, flows, groups and lines are unique', () => {
    forAnySite((set) => {
      for (const list of [set.rules, set.flows, set.groups, consolidate(set).lines]) {
        const ids = list.map((one) => one.id);
        expect(new Set(ids).size).toBe(ids.length);
      }
    });
  });

  test('digests can be made again from what is shown', () => {
    forAnySite((set) => {
      for (const rule of set.rules) expect(ruleDigest(rule)).toBe(rule.digest);
      for (const group of set.groups) expect(groupDigest(group)).toBe(group.digest);
    });
  });

  test('flows are exactly the sources x destinations of each rule', () => {
    forAnySite((set) => {
      const expected = set.rules.reduce((sum, rule) => sum + rule.from.length * rule.to.length, 0);
      expect(set.flows).toHaveLength(expected);
      const rules = new Map(set.rules.map((rule) => [rule.id, rule]));
      for (const flow of set.flows) {
        const rule = rules.get(flow.rule);
        expect(rule?.from).toContainEqual(flow.from);
        expect(rule?.to).toContainEqual(flow.to);
      }
    });
  });

  test('the node is on its own side only, and both families never meet in one rule', () => {
    forAnySite((set) => {
      for (const rule of set.rules) {
        const [own, others] = rule.direction === 'out' ? [rule.from, rule.to] : [rule.to, rule.from];
        expect(own.every((party) => party.node === rule.node)).toBe(true);
        expect(others.every((party) => party.node !== rule.node)).toBe(true);
        for (const party of others) {
          const address = parseEndpointAddress(party.address);
          const family = !address.ok
            ? 'none'
            : address.value.kind === 'host'
              ? address.value.ip.family
              : address.value.kind === 'network'
                ? address.value.cidr.ip.family
                : 'name';
          expect(family).toBe(rule.family);
        }
      }
    });
  });

  test('sides are sorted by code point, without doubles', () => {
    forAnySite((set) => {
      for (const rule of set.rules)
        for (const side of [rule.from, rule.to]) {
          const addresses = side.map((party) => party.address);
          expect(addresses).toEqual([...new Set(addresses)].sort(byCodePoint));
        }
    });
  });

  test('a site is complete only if no required rule has an empty side and nothing is undecided', () => {
    forAnySite((set) => {
      const empty = set.rules.filter((rule) => rule.from.length === 0 || rule.to.length === 0);
      expect(set.complete).toBe(
        set.undecided.length === 0 && !empty.some((rule) => rule.level === 'required'),
      );
      expect(set.draft).toBe(set.undecided.length > 0 || empty.length > 0);
    });
  });

  test('every flow is asked for in a line, printed by its twin, or listed as same subnet', () => {
    forAnySite((set) => {
      const { lines, sameSubnet } = consolidate(set);
      const same = new Set(sameSubnet.map((flow) => flow.id));
      for (const flow of set.flows) {
        if (same.has(flow.id)) continue;
        const asked = lines.some(
          (line) =>
            (line.rules.includes(flow.rule) || line.mirrors.includes(flow.rule)) &&
            line.from.some((party) => party.address === flow.from.address) &&
            line.to.some((party) => party.address === flow.to.address),
        );
        expect(asked, flow.id).toBe(true);
      }
    });
  });

  test('no line asks for an address that no flow or rule names', () => {
    forAnySite((set) => {
      for (const line of consolidate(set).lines) {
        const rules = set.rules.filter((rule) => line.rules.includes(rule.id));
        expect(rules.length).toBe(line.rules.length);
        for (const rule of rules) {
          for (const party of line.from) expect(rule.from).toContainEqual(party);
          for (const party of line.to) expect(rule.to).toContainEqual(party);
        }
      }
    });
  });

  test('groups hold two flows or more, all of the group level', () => {
    forAnySite((set) => {
      const flows = new Map(set.flows.map((flow) => [flow.id, flow]));
      const rules = new Map(set.rules.map((rule) => [rule.id, rule]));
      for (const group of set.groups) {
        expect(group.flows.length).toBeGreaterThanOrEqual(2);
        for (const id of group.flows) expect(rules.get(flows.get(id)?.rule ?? '')?.level).toBe(group.level);
      }
    });
  });

  test('saving and opening changes no rule', () => {
    forAnySite((set, site) => {
      const again = siteOf(JSON.parse(formatSite(site)) as Site);
      expect(compareRules(set, deriveRules(panzura(), again))).toEqual({
        added: [],
        removed: [],
        changed: [],
      });
    });
  });
});

describe('the plan for any site', () => {
  test('has one id a check, and dials only what the site names', () => {
    forAnySite((set, site) => {
      const plan = planChecks(set, site, { laptop: ['10.20.1.14', '10.1.1.1'] });
      const ids = plan.checks.map((check) => check.id);
      expect(new Set(ids).size).toBe(ids.length);
      const flows = new Map(set.flows.map((flow) => [flow.id, flow]));
      for (const check of plan.checks) {
        const flow = flows.get(check.flow);
        expect(flow).toBeDefined();
        if (check.unable !== null || flow === undefined) continue;
        const to = parseEndpointAddress(flow.to.address);
        if (to.ok && to.value.kind === 'network') {
          expect(to.value.cidr.prefix).toBeGreaterThanOrEqual(30);
          expect(check.target.host.startsWith(flow.to.address.split('.').slice(0, 3).join('.'))).toBe(true);
        } else {
          expect(to.ok && to.value.kind !== 'wildcard').toBe(true);
          expect([flow.to.address, flow.to.natAddress]).toContain(check.target.host);
        }
      }
    });
  });

  test('every flow has at least one check, so that nothing is passed over in silence', () => {
    forAnySite((set, site) => {
      const plan = planChecks(set, site, { laptop: null });
      const covered = new Set(plan.checks.map((check) => check.flow));
      for (const flow of set.flows) expect(covered.has(flow.id)).toBe(true);
    });
  });

  test('control addresses lie in documentation networks and outside everything of the site', () => {
    forAnySite((set, site) => {
      const plan = planChecks(set, site, { laptop: null });
      const used = new Set(set.flows.flatMap((flow) => [flow.from.address, flow.to.address]));
      for (const control of plan.controls)
        for (const candidate of control.candidates) {
          expect(candidate).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
          expect(used.has(candidate)).toBe(false);
        }
    });
  });
});
