import { setMaxListeners } from 'node:events';
import { formatIp, parseCidr } from '../../../shared/lib/ip.ts';
import type { Check, CheckPlan } from '../../../shared/plan/types.ts';
import type { ControlRecord, ObservedCheck, RunRecord } from '../../../shared/results/types.ts';
import type { RuleSet } from '../../../shared/rules/types.ts';
import type { Site } from '../../../shared/site/schema.ts';
import { judgeCheck } from '../../../shared/verdicts/judge-check.ts';
import { nodeSubnetsOf } from '../../../shared/verdicts/judge-run.ts';
import { answeredControls, distinctControls } from './control-checks.ts';
import type { Meeting } from './meeting.ts';
import { makeMeeting, startsAt } from './meeting.ts';
import { unknownNode } from './node-identity.ts';
import { notRunRecord } from './not-run.ts';
import type { RunPorts } from './ports.ts';
import type { OnProgress } from './progress.ts';
import { runNode } from './run-node.ts';
import { utcSeconds } from './utc.ts';

export interface RunRequest {
  readonly site: Site;
  readonly ruleSet: RuleSet;
  readonly plan: CheckPlan;
  /** Names of the nodes to check; the checks of all others are `not-run`. */
  readonly nodes: readonly string[];
  /** Ids of the checks to carry out; all others are `not-run`, and nothing is sent for them. Absent: all. */
  readonly only?: ReadonlySet<string>;
}

const leftOut = 'It was left out of this run.';

/** A clock that somebody sets back meanwhile stands still until it comes there again: nothing happens before its cause. */
function neverBack(now: () => Date): () => Date {
  let last = now();
  return () => {
    const at = now();
    if (at > last) last = at;
    return last;
  };
}

/**
 * Runs the plan's checks: all nodes at the same time, each over one SSH session. What was observed is kept when a node
 * fails or the person cancels; everything else of the plan is in the record as `not-run`, with the reason.
 */
export async function runChecks(
  { site, ruleSet, plan: whole, nodes, only }: RunRequest,
  given: RunPorts,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<RunRecord> {
  // Every check of the run listens for its end: that is many, and no leak.
  setMaxListeners(0, signal);
  const ports = { ...given, now: neverBack(given.now) };
  const startedAt = utcSeconds(ports.now());
  const plan =
    only === undefined ? whole : { ...whole, checks: whole.checks.filter(({ id }) => only.has(id)) };
  const ruleById = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  const tell = (check: ObservedCheck, controls: readonly ControlRecord[]): void => {
    const rule = ruleById.get(check.rule);
    if (rule === undefined) throw new Error(`Check ${check.id} has no rule.`);
    ports.journal?.observed(check, utcSeconds(ports.now()));
    const context = {
      deployment: site.deployment,
      controls,
      nodeSubnets: nodeSubnetsOf(site, rule.node),
    };
    onProgress({ kind: 'observed', record: { ...check, ...judgeCheck(check, rule, context) } });
  };
  const flowById = new Map(ruleSet.flows.map((flow) => [flow.id, flow]));
  const nodeAddressOf = (check: Check): string => {
    const flow = flowById.get(check.flow);
    const lan = site.nodes.find(({ name }) => name === check.node)?.lan.address ?? '';
    const own = flow?.to.node === check.node ? flow.to.address : lan;
    const cidr = parseCidr(own);
    return cidr === null ? own : formatIp(cidr.ip);
  };
  const meetings = meetingsOf(plan, nodes);
  onProgress({ kind: 'started', checks: plan.checks.map(({ id }) => id) });
  const runs = await Promise.all(
    site.nodes.map(async (node) => {
      if (!nodes.includes(node.name)) {
        const checks = plan.checks
          .filter((check) => startsAt(check) === node.name)
          .map((check) => notRunRecord(check, `${node.name} was not selected for this run.`));
        for (const check of checks) tell(check, []);
        // A node that was not selected has a record too: the report lists every node of the site.
        const failure = 'not selected for this run';
        return { node: { ...unknownNode(node.name), failure }, checks, controls: [] };
      }
      const run = await runNode(
        node,
        plan,
        {
          nodeAddress: nodeAddressOf,
          onePort: site.deployment === 'one-arm',
          meetings,
          // The practice node is no computer: nothing can listen on it.
          listeners: ports.practice ? null : site.checks.temporaryListener,
        },
        ports,
        {
          onPhase: (says) => onProgress({ kind: 'phase', node: node.name, says }),
          onRunning: (check, attempt) => onProgress({ kind: 'running', check, attempt }),
          onNode: (reached) => ports.journal?.node(reached, utcSeconds(ports.now())),
          onObserved: tell,
        },
        signal,
      );
      onProgress({ kind: 'node', node: run.node });
      return run;
    }),
  );
  const controls = distinctControls(runs.flatMap((run) => run.controls));
  const answered = answeredControls(controls);
  const byId = new Map(
    runs.flatMap((run) => run.checks).map((check) => [check.id, guardedBy(check, answered)]),
  );
  const recordOf = (check: Check): ObservedCheck | [] =>
    byId.get(check.id) ?? (only?.has(check.id) === false ? notRunRecord(check, leftOut) : []);
  const finishedAt = utcSeconds(ports.now());
  ports.journal?.ended({ cancelled: signal.aborted, controls }, finishedAt);
  return {
    practice: ports.practice,
    startedAt,
    finishedAt,
    cancelled: signal.aborted,
    nodes: runs.map((run) => run.node),
    checks: whole.checks.flatMap(recordOf),
    controls,
  };
}

/** A meeting for each node of the run, with the nodes of the run that start checks at it. */
function meetingsOf(plan: CheckPlan, nodes: readonly string[]): ReadonlyMap<string, Meeting> {
  const peersOf = (name: string): readonly string[] => [
    ...new Set(plan.checks.filter(({ node, unable }) => node === name && unable === null).map(startsAt)),
  ];
  return new Map(
    nodes.map((name) => [
      name,
      makeMeeting(peersOf(name).filter((peer) => peer !== name && nodes.includes(peer))),
    ]),
  );
}

/** A check names the control that guarded it: none when it sent nothing, or when the control did not run. */
export function guardedBy(check: ObservedCheck, controls: ReadonlySet<string>): ObservedCheck {
  const { control } = check.facts;
  if (control === null || (check.attempts.length > 0 && controls.has(control))) return check;
  return { ...check, facts: { ...check.facts, control: null } };
}
