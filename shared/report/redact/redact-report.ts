import type { Catalog } from '../../catalog/schema.ts';
import type { Finding, Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import type { RuleSet } from '../../rules/types.ts';
import type { Site } from '../../site/schema.ts';
import { composeReport } from '../compose-report.ts';
import { planAsRecorded } from '../plan-as-recorded.ts';
import type { Report, ReportReference, Signer } from '../schema.ts';
import type { RecomputeRules } from '../verify-content.ts';
import type { WatchRecord } from '../watch/schema.ts';
import { TooManyNetworks } from './address-map.ts';
import type { InTheCopy, MatchedRules } from './match-ids.ts';
import { matchPlan, matchRules } from './match-ids.ts';
import { learnFrom, redactCheck, redactControl, redactNode } from './redact-run.ts';
import { declaredNetworks, redactIssuer, redactSite } from './redact-site.ts';
import { literal, Redactor, removed } from './redactor.ts';

export interface RedactionParts {
  /** A report that verified, by this very version. */
  readonly report: Report;
  /** The catalogue that it embeds. */
  readonly catalog: Catalog;
  /** Of the original's bytes. */
  readonly original: ReportReference;
  /** Random, and not kept: nobody can go back from the copy without it. Another one gives another copy. */
  readonly secret: string;
  /** UUID of the copy. */
  readonly id: string;
  readonly siteName: string;
  readonly signer: Signer;
  readonly version: string;
  readonly recomputeRules: RecomputeRules;
}

function refused(message: string): Result<never, readonly Finding[]> {
  return err([{ path: '', message }]);
}

/** Attestations and waivers of the copy. They keep counting only where they counted: by the digest of the rule's copy. */
function settledAgain(
  { site, rules, groups }: Report,
  matched: MatchedRules,
  redactor: Redactor,
): Pick<Site, 'attestations' | 'waivers'> {
  const digests = new Map([...rules, ...groups].map(({ id, digest }) => [id, digest]));
  const again = (rule: string, digest: string): { rule: string; digest: string } => {
    const copy = matched.rules.get(rule) ?? matched.groups.get(rule);
    if (copy === undefined) return { rule: redactor.phrase('rule', rule), digest };
    return { rule: copy.id, digest: digest === digests.get(rule) ? copy.digest : digest };
  };
  return {
    attestations: site.attestations.map((one) => ({
      ...one,
      ...again(one.rule, one.digest),
      by: redactor.phrase('person', one.by),
      how: removed,
    })),
    waivers: site.waivers.map((one) => ({
      ...one,
      ...again(one.rule, one.digest),
      by: redactor.phrase('person', one.by),
      reason: removed,
    })),
  };
}

/** What the copy says otherwise than the original, id by id; empty: it is the same report about other names. */
function differences(original: Report, copy: Report, matched: MatchedRules): Finding[] {
  const words = (item: { verdict: string; settled: string | null } | undefined): string =>
    item === undefined ? 'nothing' : `${item.verdict} ${item.settled ?? ''}`;
  const rules = new Map([...copy.rules, ...copy.groups].map((item) => [item.id, item]));
  const differing = [...original.rules, ...original.groups].filter((item) => {
    const id = (matched.rules.get(item.id) ?? matched.groups.get(item.id))?.id ?? '';
    return words(item) !== words(rules.get(id));
  });
  const checks = original.checks.filter(({ verdict, weak, observation }, index) => {
    const other = copy.checks[index];
    return other?.verdict !== verdict || other.weak !== weak || other.observation !== observation;
  });
  return [
    ...(original.readiness === copy.readiness ? [] : ['readiness']),
    ...[...differing, ...checks].map(({ id }) => id),
  ].map((id) => ({ path: id, message: `${id} would read otherwise in the copy.` }));
}

/** Our own words, and what is made of them and of the copy's names: a customer may be called as one of them is. */
const ownWords = new Set(
  `advice basis catalog category control deployment digest direction engine entry explanation flow flows format
  group id kind level observation port portBasis probe protocol readiness rule service settled signer siteName
  software temporaryListener title trust type verdict waits`.split(/\s+/),
);

/** Every text of the copy that came from the original in one form or another. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value.toLowerCase()];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (ownWords.has(key) ? [] : textsIn(one)));
}

/** Whether a text of the original stands in the copy. */
function leaks(copy: Report, redactor: Redactor): boolean {
  const text = textsIn(copy).join('\n');
  return redactor.secrets().some((secret) => {
    const plain = secret.toLowerCase();
    return (
      text.includes(plain) &&
      new RegExp(`(?<![\\p{L}\\p{N}.:-])${literal(plain)}(?![\\p{L}\\p{N}]|[.:-][\\p{L}\\p{N}])`, 'u').test(
        text,
      )
    );
  });
}

function copyOf(parts: RedactionParts, ruleSet: RuleSet): Result<Report, readonly Finding[]> {
  const { report, catalog } = parts;
  const { site } = report;
  const { own, all } = declaredNetworks(site);
  const kept = new Set(report.controls.flatMap(({ address }) => (address === null ? [] : [address])));
  const redactor = new Redactor({ secret: parts.secret, networks: all, ownSubnets: own, kept });
  const bare = redactSite(site, redactor);
  redactor.remember(report.siteName, removed);
  learnFrom(report, redactor);
  const copied = parts.recomputeRules(catalog, bare);
  if (!copied.ok) return copied;
  const customIds = new Set(site.customRules.map(({ id }) => id));
  const inTheCopy: InTheCopy = {
    value: (text) => redactor.value(text),
    entry: (id) => (customIds.has(id) ? redactor.phrase('custom', id) : id),
    node: (name) => redactor.phrase('node', name),
  };
  const rules = matchRules(ruleSet, copied.value, inTheCopy);
  const atTheirFlows = report.checks.flatMap((check) => {
    const flow = rules.flows.get(check.flow)?.id;
    return flow === undefined ? [] : [{ ...check, flow }];
  });
  const plan = matchPlan(
    planAsRecorded(report, ruleSet),
    planAsRecorded({ ...report, site: bare, checks: atTheirFlows }, copied.value),
    rules,
    inTheCopy,
  );
  const issuers = [...Object.values(site.endpoints), ...site.customRules.map((rule) => rule.endpoints)]
    .flat()
    .flatMap(({ issuer }) => (issuer === undefined || /^sha256:/i.test(issuer) ? [] : [issuer]));
  for (const issuer of issuers) redactIssuer(issuer, redactor);
  const checks = report.checks.map((check) => redactCheck(check, rules, plan, issuers, redactor));
  const controls = report.controls.map((control) => redactControl(control, plan, redactor));
  if (checks.includes(null) || controls.includes(null))
    return refused('A check of the report has no place in the copy.');
  const { report: copy } = composeReport({
    catalog,
    site: { ...bare, ...settledAgain(report, rules, redactor) },
    siteName: parts.siteName,
    ruleSet: copied.value,
    run: {
      practice: report.practice,
      startedAt: report.startedAt,
      finishedAt: report.createdAt,
      cancelled: report.cancelled,
      nodes: report.nodes.map((node) => redactNode(node, redactor)),
      checks: checks.filter((check) => check !== null),
      controls: controls.filter((control) => control !== null),
    },
    id: parts.id,
    // Attestations, waivers and ages are judged at the time of the original.
    createdAt: report.createdAt,
    version: parts.version,
    previous: null,
    carriedFrom: report.carriedFrom,
    redactedFrom: parts.original,
    ...(report.watch === undefined ? {} : { watch: redactWatch(report.watch, rules) }),
    signer: parts.signer,
  });
  const findings = differences(report, copy, rules).slice(0, 20);
  if (findings.length > 0) return err(findings);
  return leaks(copy, redactor)
    ? refused('A name or address of the original would stand in the copy.')
    : ok(copy);
}

/** Times say nothing of the customer; the ids that they belong to do. */
function redactWatch(watch: WatchRecord, { rules, groups }: MatchedRules): WatchRecord {
  const openings = watch.openings.flatMap((opening) => {
    const rule = rules.get(opening.rule)?.id ?? groups.get(opening.rule)?.id;
    return rule === undefined ? [] : [{ ...opening, rule }];
  });
  return { ...watch, openings };
}

/** A replacement that happens to be another address of the site, or that no site may have: the next draw has others. */
const mostDraws = 8;

/**
 * A copy of a report in which addresses, names and free texts of the customer are replaced, the same everywhere: a report in
 * its own right, whose rules and verdicts recompute. Refused when it would read otherwise than the original, or when
 * something of the original would stand in it.
 */
export function redactReport(parts: RedactionParts): Result<Report, readonly Finding[]> {
  const { report } = parts;
  if (report.software.version !== parts.version)
    return refused(
      `The report is by version ${report.software.version}; this is ${parts.version}. Use the version that made it.`,
    );
  if (report.redactedFrom !== null) return refused('The report is a redacted copy already.');
  const ruleSet = parts.recomputeRules(parts.catalog, report.site);
  if (!ruleSet.ok) return ruleSet;
  try {
    let made = copyOf(parts, ruleSet.value);
    for (let draw = 1; draw < mostDraws && !made.ok; draw++)
      made = copyOf({ ...parts, secret: `${parts.secret} ${draw}` }, ruleSet.value);
    return made;
  } catch (error) {
    if (error instanceof TooManyNetworks) return refused(error.message);
    throw error;
  }
}
