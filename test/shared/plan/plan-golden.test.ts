import { describe, expect, test } from 'vitest';
import { planChecks } from '../../../shared/plan/plan-checks.ts';
import type { Check, CheckPlan } from '../../../shared/plan/types.ts';
import { deriveRules } from '../../../shared/rules/derive-rules.ts';
import { consolidate } from '../../../shared/rules/lines.ts';
import type { PartyInfo, Rule, RuleSet } from '../../../shared/rules/types.ts';
import { expectGolden } from '../../helpers/golden.ts';
import { fixtureSite, panzura, siteFixtures } from '../../helpers/site-fixtures.ts';

const laptops = {
  'gdansk-dc1': ['10.20.1.14'],
  'szczecin-dc1': ['10.48.20.14', '192.168.7.7'],
  draft: null,
} as const;

function side(parties: readonly PartyInfo[]): string {
  if (parties.length === 0) return '(to be supplied)';
  return parties
    .map((one) => (one.natAddress === null ? one.address : `${one.address}=${one.natAddress}`))
    .join(' ');
}

function ruleText(rule: Rule): string {
  const marks = [rule.group === null ? '' : ' any-of', rule.temporary ? ' temporary' : ''].join('');
  return [
    `${rule.id} ${rule.digest.slice(0, 12)}`,
    `  ${rule.level} (${rule.levelBasis})${marks}, ${rule.port} (${rule.portBasis}): ${side(rule.from)} > ${side(rule.to)}`,
    `  ${rule.why.because} ${rule.why.purpose}`,
  ].join('\n');
}

function checkText(check: Check): string {
  const { serverName, issuer, dnsQuestions, standsFor, resolvesTo } = check.expectations;
  const about = [
    check.probe,
    serverName === null ? '' : `name=${serverName}`,
    check.expectations.public ? 'public' : '',
    issuer === null ? '' : `issuer="${issuer}"`,
    resolvesTo.length === 0 ? '' : `resolves-to=${resolvesTo.join(',')}`,
    check.through === undefined ? '' : `through=${check.through.host}:${check.through.port}`,
    standsFor === null ? '' : `stands-for="${standsFor}"`,
    dnsQuestions.length === 0 ? '' : `asks=${dnsQuestions.map((one) => `${one.name}/${one.type}`).join(',')}`,
    check.vantage.kind === 'peer'
      ? `from-node=${check.vantage.node} ${check.vantage.port} ${check.vantage.address} covers=${check.vantage.coversFrom}`
      : '',
    check.vantage.kind === 'laptop'
      ? `from-laptop=${check.vantage.address ?? '?'} covers=${check.vantage.coversFrom}`
      : '',
    check.unable === null ? '' : `UNABLE: ${check.unable}`,
  ];
  return `${check.id}\n  ${about.filter((part) => part !== '').join(' ')}`;
}

function planText(rules: RuleSet, plan: CheckPlan): string {
  const { lines, sameSubnet } = consolidate(rules);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      'state',
      [
        `complete: ${String(rules.complete)}`,
        `draft: ${String(rules.draft)}`,
        `largest node: ${plan.largestNode}`,
      ],
    ],
    [
      'entries',
      rules.entries.map(
        (one) =>
          `${one.entry}: ${one.because}${one.emptyRoles.length > 0 ? ` Empty: ${one.emptyRoles.join(' ')}` : ''}`,
      ),
    ],
    ['not answered', rules.notAnswered],
    ['undecided', rules.undecided.map((one) => `${one.entry} ${one.node}: ${one.missing.join(' ')}`)],
    [
      'taken away',
      rules.takenAway.map((one) => `${one.entry} ${one.what} (${one.how}) by ${one.by}: ${one.reason}`),
    ],
    ['notices', rules.notices.map((one) => `${one.path}: ${one.text}`)],
    ['rules', rules.rules.map(ruleText)],
    [
      'groups',
      rules.groups.map(
        (one) => `${one.id} ${one.digest.slice(0, 12)} ${one.level}\n  ${one.flows.join('\n  ')}`,
      ),
    ],
    [
      'lines',
      lines.map(
        (one) =>
          `${one.id}: ${one.services.join(' ')}\n  ${side(one.from)} > ${side(one.to)}${one.mirrors.length > 0 ? `\n  also ${one.mirrors.join(' ')}` : ''}`,
      ),
    ],
    ['same subnet', sameSubnet.map((one) => one.id)],
    ['checks', plan.checks.map(checkText)],
    ['controls', plan.controls.map((one) => `${one.id}: ${one.candidates.join(' ')}`)],
    ['remarks', plan.remarks],
  ];
  return sections.map(([title, rows]) => `== ${title}\n${rows.join('\n')}\n`).join('\n');
}

describe('rules and plan of whole sites', () => {
  test.each(siteFixtures)('%s gives the rules, lines and checks on record', (name) => {
    const site = fixtureSite(name);
    const rules = deriveRules(panzura(), site);
    const plan = planChecks(rules, site, { laptop: laptops[name] });
    expectGolden(`plan-${name}.txt`, planText(rules, plan));
  });

  test('the same site gives the same ids and digests again', () => {
    const once = deriveRules(panzura(), fixtureSite('szczecin-dc1'));
    const again = deriveRules(panzura(), fixtureSite('szczecin-dc1'));
    expect(again).toEqual(once);
  });
});
