import { byCodePoint } from '../lib/order.ts';
import { utcMillis } from '../lib/utc.ts';
import type { Check, CheckPlan } from '../plan/types.ts';
import { gaveAnswer, wasExecuted } from '../results/executed.ts';
import type { CheckRecord, ControlRecord, NodeRecord, ObservedCheck, RunRecord } from '../results/types.ts';
import type { RuleSet } from '../rules/types.ts';
import type { Site } from '../site/schema.ts';
import { isConnected } from '../verdicts/rule-on-check.ts';
import type { EarlierCheck, EarlierReport, Standing, Today, WhyLeft } from './earlier-checks.ts';
import { clockToleranceMs, executedChecks, holdAgainst, standingOf, targetKey } from './earlier-checks.ts';
import type { Report } from './schema.ts';

/** What a new run is merged with. */
export interface EarlierAndNow {
  readonly site: Site;
  /** Derived from that very site. */
  readonly ruleSet: RuleSet;
  readonly plan: CheckPlan;
  /** Verified before: valid, of known signers. */
  readonly earlier: readonly EarlierReport[];
  /** UTC: when the run begins (`toRepeat`), or when its report is made (`carryOver`). */
  readonly now: string;
}

/** A check of an earlier report that has no place in the new one, though nothing newer stands there. */
export interface LeftOut {
  /** Id of the report. */
  readonly report: string;
  readonly check: string;
  readonly why: WhyLeft;
}

export interface CarriedOver {
  /** The run with what was carried over into it. */
  readonly run: RunRecord;
  readonly carriedFrom: Report['carriedFrom'];
  readonly left: readonly LeftOut[];
}

/** A pass that would be too old before the run ends is repeated. */
const runTakesMs = 3_600_000;
/** More reports than this none can name (report schema). */
const mostOrigins = 100;

/** What stands against carrying anything over from a report; null: nothing. */
export function whyNotCarried(
  { site, practice, now }: { readonly site: Site; readonly practice: boolean; readonly now: string },
  { report }: EarlierReport,
): { readonly message: string; readonly cure: string } | null {
  const name = `Report ${report.id.slice(0, 8)}`;
  if (report.practice !== practice)
    return {
      message: report.practice
        ? `${name} is of a practice run: it says nothing about a real network.`
        : `${name} is of a real network, and this is practice.`,
      cure: 'Give reports of this very site.',
    };
  if (report.redactedFrom !== null)
    return {
      message: `${name} is a redacted copy: its addresses are not the real ones.`,
      cure: 'Give the report that it was made from.',
    };
  const [own, other] = [site.customer, report.site.customer];
  if (own.name !== other.name || own.site !== other.site)
    return {
      message: `${name} is of site "${other.site}" of "${other.name}"; this is site "${own.site}" of "${own.name}".`,
      cure: 'Two sites may use the same addresses. Give reports of this very site.',
    };
  if ((utcMillis(report.createdAt) ?? 0) > (utcMillis(now) ?? 0) + clockToleranceMs)
    return {
      message: `${name} was made at ${report.createdAt}; by the clock of this laptop it is ${now}.`,
      cure: 'Which check is the newest cannot be told. Set the clock of this laptop.',
    };
  return null;
}

/** Host keys by node: as the run met them, else as the newest report that knows one has them. */
function hostKeysOf(earlier: readonly EarlierReport[], met: readonly NodeRecord[]): Map<string, string> {
  const newestLast = [...earlier].sort((a, b) => byCodePoint(a.report.createdAt, b.report.createdAt));
  const all = [...newestLast.flatMap(({ report }) => report.nodes), ...met];
  return new Map(all.flatMap(({ name, hostKey }) => (hostKey === null ? [] : [[name, hostKey] as const])));
}

function standings(today: Today, earlier: readonly EarlierReport[]): (check: Check) => Standing {
  const whyNot = holdAgainst(today);
  const executed = executedChecks(earlier);
  return (check) => standingOf(executed.get(targetKey(check)) ?? [], whyNot);
}

/** Ids of the plan's checks that have to run: all of which no pass of the earlier reports can be carried over. */
export function toRepeat(input: EarlierAndNow): ReadonlySet<string> {
  const { plan, earlier } = input;
  const standingFor = standings(
    { ...input, runTakesMs, hostKeys: hostKeysOf(earlier, []), controls: [] },
    earlier,
  );
  return new Set(
    plan.checks.filter((check) => standingFor(check).check?.record.verdict !== 'pass').map(({ id }) => id),
  );
}

/** One planned check: what the new run saw of it, and what the earlier reports say. */
interface Part {
  readonly own: ObservedCheck;
  readonly stands: EarlierCheck | null;
  readonly left: Standing['left'];
}

/**
 * What did not pass and has no place in the new report must not vanish behind another target of its flow that passed: then
 * no pass of that flow is carried over.
 */
function withoutPassBesideALoss(parts: readonly Part[]): readonly Part[] {
  const isLost = ({ own, left }: Part): boolean =>
    !wasExecuted(own.observation) && left !== null && left.check.record.verdict !== 'pass';
  if (!parts.some(isLost)) return parts;
  return parts.map((part) =>
    part.stands?.record.verdict === 'pass'
      ? { own: part.own, stands: null, left: { check: part.stands, why: 'beside-one-left' } }
      : part,
  );
}

function observedOf(record: CheckRecord): ObservedCheck {
  const { id, rule, flow, vantage, target, observation, flaky, engine, attempts, startedAt } = record;
  const { carriedOverFrom, evidence, facts } = record;
  return {
    ...{ id, rule, flow, vantage, target, observation, flaky, engine, attempts, startedAt },
    ...{ carriedOverFrom, evidence, facts },
  };
}

function referenceTo({ report, sha256 }: EarlierReport): Report['carriedFrom'][number] {
  const { id, createdAt, signer } = report;
  return { id, sha256, createdAt, signer: signer.fingerprint };
}

/** The report in which a check was really made: an earlier one may itself have carried it over. */
function originOf({ record, from }: EarlierCheck): Report['carriedFrom'][number] {
  const origin = from.report.carriedFrom.find(({ id }) => id === record.carriedOverFrom?.report);
  return origin ?? referenceTo(from);
}

/** Which report each carried check is said to come from: where it was made, unless those are too many to name. */
function originsOf(carried: readonly EarlierCheck[]): (check: EarlierCheck) => Report['carriedFrom'][number] {
  const origins = new Set(carried.map((check) => originOf(check).id));
  return origins.size <= mostOrigins ? originOf : ({ from }) => referenceTo(from);
}

/**
 * The negative controls of what was carried over as `open`, where the run made none of that vantage and port itself. Only
 * those that did not connect: an `open` that a control speaks against is never carried over.
 */
function controlsWith(
  own: readonly ControlRecord[],
  plan: CheckPlan,
  carried: readonly EarlierCheck[],
): ControlRecord[] {
  const controls = new Map(own.map((control) => [control.id, control]));
  const planned = new Map(plan.controls.map((control) => [control.id, control]));
  for (const { record, from } of carried) {
    const id = record.facts.control;
    if (record.observation !== 'open' || id === null || controls.has(id)) continue;
    const control = from.report.controls.find((one) => one.id === id);
    const fits = planned.get(id)?.candidates.includes(control?.address ?? '') === true;
    if (control !== undefined && fits && gaveAnswer(control.observation) && !isConnected(control))
      controls.set(id, control);
  }
  return [...controls.values()];
}

/** A node that this run did not meet, and of which something was carried over, stands there as it was met then. */
function nodesWith(
  run: RunRecord,
  ruleSet: RuleSet,
  carried: readonly EarlierCheck[],
): readonly NodeRecord[] {
  const nodeOfRule = new Map(ruleSet.rules.map(({ id, node }) => [id, node]));
  const latest = new Map<string, Report>();
  for (const { record, from } of carried)
    for (const name of [record.vantage.node, nodeOfRule.get(record.rule) ?? '']) {
      const known = latest.get(name);
      if (known === undefined || known.createdAt < from.report.createdAt) latest.set(name, from.report);
    }
  return run.nodes.map((node) => {
    const report = latest.get(node.name);
    const then = report?.nodes.find(({ name }) => name === node.name);
    if (node.hostKey !== null || report === undefined || then === undefined) return node;
    const why = (node.failure ?? 'nothing had to be repeated there').replace(/\.$/, '');
    return {
      ...then,
      failure: `Not met in this run: ${why}. What is known of it is from report ${report.id.slice(0, 8)} of ${report.createdAt}.`,
    };
  });
}

/**
 * Merges a run with earlier reports: for each target of a flow the newest check that was carried out counts. What the run
 * itself carried out always is. Else a pass is carried over that started less than seven days before, and what did not pass
 * as it was; each only for an unchanged rule that is asked alike, at a node with the same host key.
 *
 * @param input `run`: of that plan; what it left out is `not-run`
 */
export function carryOver(input: EarlierAndNow & { readonly run: RunRecord }): CarriedOver {
  const { plan, run, earlier, ruleSet } = input;
  const standingFor = standings(
    { ...input, runTakesMs: 0, hostKeys: hostKeysOf(earlier, run.nodes), controls: run.controls },
    earlier,
  );
  const own = new Map(run.checks.map((check) => [check.id, check]));
  const flows = new Map<string, Part[]>();
  for (const check of plan.checks) {
    const record = own.get(check.id);
    if (record === undefined) continue;
    const standing = wasExecuted(record.observation) ? { check: null, left: null } : standingFor(check);
    const parts = flows.get(check.flow) ?? [];
    flows.set(check.flow, parts);
    parts.push({ own: record, stands: standing.check, left: standing.left });
  }
  const parts = new Map(
    [...flows.values()].flatMap(withoutPassBesideALoss).map((part) => [part.own.id, part]),
  );
  const carried = [...parts.values()].flatMap(({ stands }) => stands ?? []);
  const origin = originsOf(carried);
  const references = new Map(carried.map(origin).map((reference) => [reference.id, reference]));
  return {
    run: {
      ...run,
      nodes: nodesWith(run, ruleSet, carried),
      checks: run.checks.map((check) => {
        const stands = parts.get(check.id)?.stands ?? null;
        if (stands === null) return check;
        const { record, startedAt } = stands;
        return { ...observedOf(record), carriedOverFrom: { report: origin(stands).id, startedAt } };
      }),
      controls: controlsWith(run.controls, plan, carried),
    },
    carriedFrom: [...references.values()].sort(
      (a, b) => byCodePoint(a.createdAt, b.createdAt) || byCodePoint(a.id, b.id),
    ),
    left: [...parts.values()].flatMap(({ left }) =>
      left === null
        ? []
        : [{ report: left.check.from.report.id, check: left.check.record.id, why: left.why }],
    ),
  };
}
