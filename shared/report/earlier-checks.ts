import { canonicalJson } from '../lib/digest.ts';
import { parseIp } from '../lib/ip.ts';
import { byCodePoint } from '../lib/order.ts';
import { utcMillis } from '../lib/utc.ts';
import { planChecks } from '../plan/plan-checks.ts';
import type { Check, CheckPlan } from '../plan/types.ts';
import type { Observation } from '../probes/observation.ts';
import { wasExecuted } from '../results/executed.ts';
import type { CheckRecord, ControlRecord, ObservedCheck } from '../results/types.ts';
import type { Rule, RuleSet } from '../rules/types.ts';
import type { Site } from '../site/schema.ts';
import { nodeSubnetsOf } from '../verdicts/judge-run.ts';
import { ruleOnCheck } from '../verdicts/rule-on-check.ts';
import { embeddedCatalog } from './catalog-part.ts';
import { planAsRecorded } from './plan-as-recorded.ts';
import { recomputeRules } from './recompute-rules.ts';
import type { Report } from './schema.ts';

/** A report whose signature, signer and content were verified before. */
export interface EarlierReport {
  readonly report: Report;
  /** SHA-256 of its bytes, hexadecimal. */
  readonly sha256: string;
}

/** A check of an earlier report that was carried out. */
export interface EarlierCheck {
  readonly record: CheckRecord;
  readonly from: EarlierReport;
  /** UTC. Of a check for which nothing was sent, when its run began. */
  readonly startedAt: string;
}

/** Why a check of an earlier report cannot stand in a new one. */
export type WhyLeft =
  /** Its rule is another one today, or gone. */
  | 'rule-changed'
  /** The site asks otherwise today: another probe, certificate, vantage or set of addresses. */
  | 'check-changed'
  | 'not-planned'
  /** The node had another host key then, or none that is on record. */
  | 'other-host-key'
  /** A pass that started seven days ago or earlier. */
  | 'too-old'
  /** By the clock of this laptop it is yet to come. */
  | 'in-future'
  /** Its observation does not mean today what it meant then: mostly its negative control. */
  | 'judged-otherwise'
  /** A pass, and a newer check of the same target that cannot be carried over did not pass. */
  | 'newer-did-not-pass'
  /** A pass, and another target of its flow did not pass and cannot be carried over. */
  | 'beside-one-left';

/** Older passes prove nothing: networks change. */
const freshForMs = 7 * 24 * 3_600_000;
/** Clocks of two laptops differ by this much before anybody calls it wrong. */
export const clockToleranceMs = 600_000;

/** Observations in which an answer was held against what the site expects. */
const comparedWithSite: readonly Observation[] = ['confirmed', 'open', 'intercepted', 'unresolved'];

/** Worse first: of two checks that began in the same second the worse one counts. */
const badness = { fail: 0, inconclusive: 1, pass: 2 } as const;

/** What a check is about, whoever carries it out: its flow, and which of the flow's targets. */
export function targetKey({ flow, id }: Pick<CheckRecord, 'flow' | 'id'>): string {
  return `${flow} ${id.slice(id.indexOf('~', flow.length))}`;
}

function timeOf({ startedAt }: EarlierCheck): number {
  return utcMillis(startedAt) ?? 0;
}

/** Everything that was carried out in the reports, by flow and target, the newest first. */
export function executedChecks(earlier: readonly EarlierReport[]): Map<string, EarlierCheck[]> {
  const byTarget = new Map<string, EarlierCheck[]>();
  for (const from of earlier)
    for (const record of from.report.checks) {
      if (!wasExecuted(record.observation)) continue;
      const startedAt = record.startedAt ?? record.carriedOverFrom?.startedAt ?? from.report.startedAt;
      const key = targetKey(record);
      const known = byTarget.get(key) ?? [];
      known.push({ record, from, startedAt });
      byTarget.set(key, known);
    }
  for (const list of byTarget.values())
    list.sort(
      (a, b) =>
        timeOf(b) - timeOf(a) ||
        badness[a.record.verdict] - badness[b.record.verdict] ||
        Number(a.record.carriedOverFrom !== null) - Number(b.record.carriedOverFrom !== null),
    );
  return byTarget;
}

/** What is true today: an earlier check is held against it. */
export interface Today {
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly plan: CheckPlan;
  /** UTC. */
  readonly now: string;
  /** A pass that will be too old in this time is too old now. */
  readonly runTakesMs: number;
  /** Host keys by node: as met now, else as the newest report has them. */
  readonly hostKeys: ReadonlyMap<string, string>;
  /** Controls of the run into which checks are carried over. */
  readonly controls: readonly ControlRecord[];
}

/** The question that a check puts to the network, without how long it waits for an answer. */
function questionOf({ probe, target, family, through, vantage }: Check): string {
  const from = vantage.kind === 'laptop' ? { ...vantage, address: null } : vantage;
  return canonicalJson({ probe, target, family, through: through ?? null, from });
}

/**
 * What its answer is held against. A DNS check asks for some of the site's names, in the order of the file, which a report
 * does not keep: there the addresses that any name may have count.
 */
function expectationOf(check: Check, site: Site): string {
  const pin = site.nodes.find(({ name }) => name === check.node)?.tls?.certificate ?? null;
  const isDns = check.probe === 'dns-udp' || check.probe === 'dns-tcp';
  const names = Object.values(site.endpoints)
    .flat()
    .flatMap(({ address, expect = [] }) =>
      isDns && expect.length > 0 ? [canonicalJson([address, expect])] : [],
    );
  const expects = { ...check.expectations, dnsQuestions: [] };
  return canonicalJson({ expects, names: names.sort(byCodePoint), pin, trustedCas: site.checks.trustedCas });
}

function mayHaveDialled({ target, expectations }: Check, record: CheckRecord): boolean {
  if (record.attempts.length === 0) return true;
  const allowed = parseIp(target.host) === null ? expectations.resolvesTo : [target.host];
  return allowed.length === 0 || allowed.includes(record.target.resolved ?? '');
}

/** The plan's checks, and those that it would have where laptop and another node may both start them. */
function plannableChecks({ ruleSet, site, plan }: Today): Map<string, Check> {
  const other = (kind: 'laptop' | 'peer'): readonly Check[] =>
    planChecks(ruleSet, site, {
      laptop: null,
      chosen: new Map(ruleSet.flows.map(({ id }) => [id, kind])),
    }).checks;
  return new Map([...other('peer'), ...other('laptop'), ...plan.checks].map((check) => [check.id, check]));
}

/** Holds checks of earlier reports against today. @returns why one cannot be carried over; null: it can */
export function holdAgainst(today: Today): (check: EarlierCheck) => WhyLeft | null {
  const { site, ruleSet, now, runTakesMs, hostKeys, controls } = today;
  const rules = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const planned = plannableChecks(today);
  const until = utcMillis(now) ?? 0;
  const planOf = perReport(({ report }) => {
    const then = recomputeRules(embeddedCatalog(report.catalog), report.site);
    const checks = then.ok ? planAsRecorded(report, then.value).checks : [];
    return new Map(checks.map((check) => [check.id, check]));
  });
  const digestsOf = perReport(({ report }) => new Map(report.rules.map(({ id, digest }) => [id, digest])));
  const keysOf = perReport(({ report }) => new Map(report.nodes.map(({ name, hostKey }) => [name, hostKey])));

  const isAskedAlike = ({ record, from }: EarlierCheck, check: Check): boolean => {
    const then = planOf(from).get(record.id);
    if (then === undefined || record.facts.probe !== check.probe) return false;
    if (questionOf(then) !== questionOf(check) || !mayHaveDialled(check, record)) return false;
    const isCompared = comparedWithSite.includes(record.observation) || record.facts.tls !== null;
    return !isCompared || expectationOf(then, from.report.site) === expectationOf(check, site);
  };
  const isSameNode = ({ record, from }: EarlierCheck, rule: Rule): boolean =>
    [rule.node, record.vantage.node].every((name) => {
      const key = keysOf(from).get(name);
      return key != null && key === hostKeys.get(name);
    });
  const verdictNow = (record: ObservedCheck, rule: Rule): string =>
    ruleOnCheck(record, rule, {
      deployment: site.deployment,
      controls,
      nodeSubnets: nodeSubnetsOf(site, rule.node),
    }).verdict;

  return (earlier) => {
    const { record, from } = earlier;
    const rule = rules.get(record.rule);
    if (rule === undefined || digestsOf(from).get(rule.id) !== rule.digest) return 'rule-changed';
    const check = planned.get(record.id);
    if (check === undefined) return 'not-planned';
    if (!isSameNode(earlier, rule)) return 'other-host-key';
    if (!isAskedAlike(earlier, check)) return 'check-changed';
    const age = until - timeOf(earlier);
    if (age < -clockToleranceMs) return 'in-future';
    const isPass = record.verdict === 'pass';
    if (isPass && (record.startedAt === null || age + runTakesMs >= freshForMs)) return 'too-old';
    return (verdictNow(record, rule) === 'pass') === isPass ? null : 'judged-otherwise';
  };
}

function perReport<T>(read: (from: EarlierReport) => T): (from: EarlierReport) => T {
  const known = new Map<EarlierReport, T>();
  return (from) => {
    const before = known.get(from);
    if (before !== undefined) return before;
    const value = read(from);
    known.set(from, value);
    return value;
  };
}

/** What the earlier reports say of one target today. */
export interface Standing {
  /** The check that stands for it; null: none does. */
  readonly check: EarlierCheck | null;
  /** Why nothing stands for it although something was carried out; null: nothing was, or something stands. */
  readonly left: { readonly check: EarlierCheck; readonly why: WhyLeft } | null;
}

/**
 * The newest check that can be carried over stands for its target, unless it is a pass and a newer check did not pass: then
 * nothing does.
 *
 * @param checks of one target, the newest first
 */
export function standingOf(
  checks: readonly EarlierCheck[],
  whyNot: (check: EarlierCheck) => WhyLeft | null,
): Standing {
  let left: Standing['left'] = null;
  let newerDidNotPass = false;
  for (const check of checks) {
    const why = whyNot(check);
    if (why === null && newerDidNotPass && check.record.verdict === 'pass')
      return { check: null, left: left ?? { check, why: 'newer-did-not-pass' } };
    if (why === null) return { check, left: null };
    left ??= { check, why };
    if (check.record.verdict !== 'pass') newerDidNotPass = true;
  }
  return { check: null, left };
}
