import type { Check, CheckPlan } from '../../shared/plan/types.ts';
import type { StandingWord } from '../../shared/rules/settle-rule.ts';
import type { PartyInfo, Rule, RuleSet } from '../../shared/rules/types.ts';
import { columns } from './terminal.ts';

function side(parties: readonly PartyInfo[]): string {
  return parties.length === 0 ? 'to be supplied' : parties.map(({ address }) => address).join(', ');
}

function ruleRow(rule: Rule): string[] {
  const port =
    rule.portBasis === 'assumed' ? `${rule.port.toUpperCase()} (assumed)` : rule.port.toUpperCase();
  return [rule.id, rule.level, port, `${side(rule.from)} -> ${side(rule.to)}`];
}

function vantageOf(check: Check): string {
  const { vantage } = check;
  if (vantage.kind === 'laptop') return `from this laptop, in ${vantage.coversFrom}`;
  const place = `from ${vantage.node} (${vantage.address})`;
  return vantage.kind === 'peer' && vantage.coversFrom !== vantage.address
    ? `${place}, in ${vantage.coversFrom}`
    : place;
}

function checkRow(check: Check): string[] {
  const { host, port, protocol } = check.target;
  const target = port === null ? host : `${host} ${port}/${protocol}`;
  return [
    check.probe,
    target,
    vantageOf(check),
    check.unable === null ? '' : `not testable: ${check.unable}`,
  ];
}

function wordRow({ kind, rule, by, says, expires, whyNot }: StandingWord): string[] {
  const until = expires === null ? 'until the rule changes' : `until ${expires}`;
  return [kind, rule, `${by}: ${says}`, whyNot === null ? until : `does not count: ${whyNot}`];
}

function section(title: string, lines: string): string {
  return lines === '' ? '' : `\n${title}\n${lines}\n`;
}

/** The plan for people. Nothing was sent for it. */
export function showPlan(ruleSet: RuleSet, plan: CheckPlan, settled: readonly StandingWord[]): string {
  const on = ruleSet.entries.filter((entry) => entry.on);
  const list = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n');
  const missing = on.flatMap(({ title, emptyRoles }) =>
    emptyRoles.map((role) => `${title}: no address for ${role}`),
  );
  return [
    `${ruleSet.rules.length} rules, ${plan.checks.length} checks (${ruleSet.deployment}, catalogue ${ruleSet.catalog.id} ${ruleSet.catalog.version}). Nothing was sent.\n`,
    section('Rules', columns(ruleSet.rules.map(ruleRow))),
    section('Checks', columns(plan.checks.map(checkRow))),
    section(
      'Negative controls (nothing may answer there)',
      columns(
        plan.controls.map(({ candidates, port }) => [
          `${port}/tcp`,
          candidates.join(' or ') || 'none free: skipped',
        ]),
      ),
    ),
    section('Addresses missing: the request is a draft', list(missing)),
    section(
      'Undecided: the source gives no direction or port',
      list(
        ruleSet.undecided.map(
          ({ title, node, missing: what }) => `${title} on ${node}: choose ${what.join(' and ')}`,
        ),
      ),
    ),
    section(
      'Required by our reading of the table, taken away by a person',
      list(ruleSet.takenAway.map(({ entry, what, by, reason }) => `${entry} ${what}: ${by}, ${reason}`)),
    ),
    section('Attested or waived by a person: never counted as passed', columns(settled.map(wordRow))),
    section('Not answered, so off', list(ruleSet.notAnswered)),
    section('Notes', list([...ruleSet.notices.map(({ path, text }) => `${path}: ${text}`), ...plan.remarks])),
  ].join('');
}
