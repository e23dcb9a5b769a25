import type { Catalog } from '../catalog/schema.ts';
import { parseCatalog } from '../catalog/load-catalog.ts';
import { canonicalJson, digestOf } from '../lib/digest.ts';
import type { Finding, Result } from '../lib/result.ts';
import { parseService } from '../lib/service.ts';
import type { CheckPlan } from '../plan/types.ts';
import { wasExecuted } from '../results/executed.ts';
import type { CheckRecord } from '../results/types.ts';
import type { Rule, RuleSet } from '../rules/types.ts';
import type { Site } from '../site/schema.ts';
import type { RunJudgement } from '../verdicts/judge-run.ts';
import { judgeRun } from '../verdicts/judge-run.ts';
import { embeddedCatalog } from './catalog-part.ts';
import { isPractice, reportGroupOf, reportRuleOf } from './compose-report.ts';
import type { Report } from './schema.ts';
import type { VerifyLine } from './types.ts';
import { line } from './verify-line.ts';

/** Checks a site against a catalogue and derives its rules; the findings when the site does not hold. */
export type RecomputeRules = (catalog: Catalog, site: Site) => Result<RuleSet, readonly Finding[]>;

/** How the embedded catalogue relates to the one that is shipped here. */
export interface CatalogueAnswer {
  readonly line: VerifyLine;
  readonly catalog: Catalog | null;
  /** What the rules were recomputed from, for people. */
  readonly from: string;
  readonly known: boolean;
}

export function verifyCatalogue(
  report: Report,
  findCatalog: (id: string) => Catalog | undefined,
): CatalogueAnswer {
  const part = report.catalog;
  const catalog = embeddedCatalog(part);
  const name = `${part.id} ${part.version}`;
  const broken = (findings: readonly Finding[]): CatalogueAnswer => ({
    line: line('catalogue', 'invalid', 'The embedded catalogue does not hold together.', findings),
    catalog: null,
    from: '',
    known: false,
  });
  const findings: Finding[] = [];
  if (digestOf(catalog) !== part.sha256) {
    findings.push({ path: 'catalog.sha256', message: 'It is not the digest of the embedded catalogue.' });
  }
  if (part.head.id !== part.id || part.head.version !== part.version) {
    findings.push({ path: 'catalog.head', message: 'Its id or version is not that of the report.' });
  }
  if (report.site.catalog !== part.id) {
    findings.push({ path: 'site.catalog', message: 'The site was made for another catalogue.' });
  }
  if (findings.length > 0) return broken(findings);
  const linted = parseCatalog(catalog);
  if (!linted.ok) return broken(linted.error);
  const shipped = findCatalog(part.id);
  if (shipped === undefined) {
    return {
      line: line('catalogue', 'cannot-tell', `Catalogue ${name} is not known here.`),
      catalog: linted.value,
      from: 'the embedded catalogue, which is not known here',
      known: false,
    };
  }
  if (digestOf(shipped) === part.sha256) {
    return {
      line: line('catalogue', 'valid', `Catalogue ${name}, the same as shipped here.`),
      catalog: linted.value,
      from: `catalogue ${name}`,
      known: true,
    };
  }
  const from = `the embedded catalogue ${name}, not from the one shipped here (${shipped.version})`;
  if (shipped.version === part.version) {
    const says = `Catalogue ${name} differs from the one of the same version shipped here.`;
    return { line: line('catalogue', 'cannot-tell', says), catalog: linted.value, from, known: true };
  }
  const says = `Catalogue ${name} is embedded whole; version ${shipped.version} is shipped here.`;
  return { line: line('catalogue', 'valid', says), catalog: linted.value, from, known: true };
}

/** Differences between two lists of things with an id, as findings. */
function compareById<T extends { readonly id: string }>(
  path: string,
  inReport: readonly T[],
  recomputed: readonly T[],
): Finding[] {
  const expected = new Map(recomputed.map((item) => [item.id, canonicalJson(item)]));
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [index, item] of inReport.entries()) {
    const place = `${path}[${index}]`;
    const other = expected.get(item.id);
    if (seen.has(item.id)) findings.push({ path: place, message: `${item.id} stands there twice.` });
    else if (other === undefined)
      findings.push({ path: place, message: `${item.id} does not follow from the site.` });
    else if (other !== canonicalJson(item))
      findings.push({ path: place, message: `${item.id} differs from what follows from the site.` });
    seen.add(item.id);
  }
  for (const id of expected.keys()) {
    if (!seen.has(id)) findings.push({ path, message: `${id} follows from the site and is missing.` });
  }
  return findings;
}

const unjudged = { verdict: 'inconclusive', settled: null } as const;

/** A rule or group with the same verdict as every other: what is left is what the site alone decides. */
function unjudge<T extends { readonly id: string }>(item: T): T {
  return { ...item, ...unjudged };
}

export function compareRules(report: Report, ruleSet: RuleSet): Finding[] {
  const findings = [
    ...compareById(
      'rules',
      report.rules.map(unjudge),
      ruleSet.rules.map((rule) => reportRuleOf({ rule, ...unjudged })),
    ),
    ...compareById(
      'groups',
      report.groups.map(unjudge),
      ruleSet.groups.map((group) => reportGroupOf({ group, ...unjudged })),
    ),
  ];
  if (canonicalJson(report.takenAway) !== canonicalJson(ruleSet.takenAway)) {
    findings.push({ path: 'takenAway', message: 'It differs from what the site takes away.' });
  }
  for (const word of ['attestations', 'waivers'] as const) {
    if (canonicalJson(report[word]) !== canonicalJson(report.site[word])) {
      findings.push({ path: word, message: `They differ from the ${word} of the site.` });
    }
  }
  return findings;
}

function misplaced(check: CheckRecord, rule: Rule | undefined, flowRule: string | undefined): string | null {
  if (rule === undefined) return `It names rule ${check.rule}, which the site does not have.`;
  if (flowRule !== rule.id) return `Its flow ${check.flow} is none of rule ${rule.id}.`;
  const service = parseService(rule.service);
  if (!service.ok) return null;
  const { port, protocol } = check.target;
  const fits =
    service.value.kind === 'icmp'
      ? protocol === 'icmp'
      : protocol === service.value.transport &&
        port !== null &&
        port >= service.value.first &&
        port <= service.value.last;
  return fits
    ? null
    : `It went to ${port === null ? protocol : `${port}/${protocol}`}; rule ${rule.id} is about ${rule.service}.`;
}

/** Checks that cannot belong to the rules: they prove nothing, so nothing is recomputed from them. */
export function misplacedChecks(report: Report, ruleSet: RuleSet): Finding[] {
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const ruleOfFlow = new Map(ruleSet.flows.map((flow) => [flow.id, flow.rule]));
  const findings: Finding[] = [];
  const seen = new Set<string>();
  for (const [index, check] of report.checks.entries()) {
    const path = `checks[${index}]`;
    if (seen.has(check.id)) findings.push({ path, message: `${check.id} stands there twice.` });
    seen.add(check.id);
    const message = misplaced(check, rules.get(check.rule), ruleOfFlow.get(check.flow));
    if (message !== null) findings.push({ path, message });
  }
  return findings;
}

/**
 * Differences between the checks that the site plans and those on record: leaving out the one that failed must not help.
 * Only for reports of this very version of the software: another one may plan otherwise.
 */
export function comparePlan(report: Report, { checks }: CheckPlan): Finding[] {
  const planned = new Map(checks.map((check) => [check.id, check]));
  const findings: Finding[] = [];
  for (const [index, check] of report.checks.entries()) {
    const path = `checks[${index}]`;
    const plan = planned.get(check.id);
    planned.delete(check.id);
    if (plan === undefined) {
      findings.push({ path, message: `${check.id} is not planned for this site.` });
      continue;
    }
    const same =
      plan.rule === check.rule &&
      plan.flow === check.flow &&
      plan.vantage.kind === check.vantage.kind &&
      plan.target.entered === check.target.address &&
      plan.target.port === check.target.port &&
      plan.target.protocol === check.target.protocol;
    if (!same) findings.push({ path, message: `${check.id} is recorded otherwise than it is planned.` });
    if (plan.unable !== null && wasExecuted(check.observation)) {
      findings.push({ path, message: `${check.id} cannot be carried out: ${plan.unable}` });
    }
  }
  for (const id of planned.keys()) {
    findings.push({
      path: 'checks',
      message: `${id} is planned and is missing; it counts also when it did not run.`,
    });
  }
  return findings;
}

/** Judges the report's observations again. Call only when no check is misplaced. */
export function judgeAgain(report: Report, ruleSet: RuleSet): RunJudgement {
  return judgeRun({
    site: report.site,
    ruleSet,
    run: { ...report, practice: isPractice(report) },
    createdAt: report.createdAt,
  });
}

/**
 * What is recorded otherwise than it follows from the observations.
 *
 * @param sameVersion the report is of this very version, so that its sentences are ours, too
 */
export function compareVerdicts(report: Report, judgement: RunJudgement, sameVersion: boolean): Finding[] {
  const findings: Finding[] = [];
  const compare = (path: string, id: string, stands: string, follows: string): void => {
    if (stands !== follows) {
      findings.push({ path, message: `${id} is recorded as ${stands}; its observations give ${follows}.` });
    }
  };
  const word = (item: { verdict: string; settled?: string | null; weak?: boolean }): string =>
    [item.verdict, item.weak === true ? 'weak' : '', item.settled ?? ''].filter(Boolean).join(', ');
  for (const [index, check] of report.checks.entries()) {
    const again = judgement.checks[index];
    if (again === undefined) continue;
    compare(`checks[${index}]`, check.id, word(check), word(again));
    const { explanation, advice } = again;
    const same = check.explanation === explanation && canonicalJson(check.advice) === canonicalJson(advice);
    if (sameVersion && !same) {
      const message = `${check.id} is explained otherwise than its observations are.`;
      findings.push({ path: `checks[${index}]`, message });
    }
  }
  const rules = new Map(judgement.rules.map((judged) => [judged.rule.id, judged]));
  for (const [index, rule] of report.rules.entries()) {
    const again = rules.get(rule.id);
    if (again !== undefined) compare(`rules[${index}]`, rule.id, word(rule), word(again));
  }
  const groups = new Map(judgement.groups.map((judged) => [judged.group.id, judged]));
  for (const [index, group] of report.groups.entries()) {
    const again = groups.get(group.id);
    if (again !== undefined) compare(`groups[${index}]`, group.id, word(group), word(again));
  }
  if (isPractice(report) !== report.practice) {
    findings.push({ path: 'practice', message: 'Results of the practice node are passed off as real ones.' });
  }
  return findings;
}
