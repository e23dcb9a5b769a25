import type { Check, CheckPlan } from '../../../shared/plan/types.ts';
import { controlIdOf } from '../../../shared/plan/controls.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ControlRecord, NodeRecord, ObservedCheck } from '../../../shared/results/types.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import type { NodeEngines } from '../../engines/choose-engine.ts';
import { nodeEngineKinds } from '../../engines/choose-engine.ts';
import type { Detection } from '../../engines/detect.ts';
import { detectNode } from '../../engines/detect.ts';
import type { PlannedJob } from '../../engines/run-jobs.ts';
import { runJobs } from '../../engines/run-jobs.ts';
import { attemptsIn } from './attempts-in.ts';
import { answeredControls, controlRecord, prepareControl } from './control-checks.ts';
import type { CheckDraft } from './draft-check.ts';
import { draftOf, recordOf, unsentRecord } from './draft-check.ts';
import { resolveThroughNode } from './hidden-node.ts';
import { decideLaptopCheck, nodeSideCertificates, sourceWatch, withNodeSide } from './laptop-checks.ts';
import type { Decision } from './node-checks.ts';
import { decideNodeCheck, neededControls, routeRequests } from './node-checks.ts';
import { askAccess } from './node-access.ts';
import { checkIdentity, nodeRecordOf, ownSshServer } from './node-identity.ts';
import type { NodeListener, RunPorts, RunSession } from './ports.ts';
import type { ReadyCheck } from './ready-check.ts';
import { jobOf } from './ready-check.ts';
import { utcSeconds } from './utc.ts';

interface Prepared {
  readonly ready: readonly ReadyCheck[];
  readonly seen: readonly Extract<Decision, { kind: 'seen' }>[];
}

function split(decisions: readonly Decision[]): Prepared {
  const ready: ReadyCheck[] = [];
  const seen: Extract<Decision, { kind: 'seen' }>[] = [];
  for (const decision of decisions) {
    if (decision.kind === 'ready') ready.push(decision.ready);
    else seen.push(decision);
  }
  return { ready, seen };
}

/** One SSH session's part of a run. */
export interface SessionRun {
  readonly node: SiteNode;
  readonly plan: CheckPlan;
  readonly ports: RunPorts;
  readonly listener: NodeListener;
  readonly signal: AbortSignal;
  readonly session: RunSession;
  readonly left: CheckPlan['checks'];
  /** Takes a record; the first one of a check counts. */
  readonly put: (record: ObservedCheck) => void;
  /** Every control that was tried; those that gave no answer yet are tried again. */
  readonly controls: ControlRecord[];
  /** The node's own address at the end of an In check's flow, whatever address the other side dials. */
  readonly nodeAddress: (check: Check) => string;
  /** One-Arm: the node has no other port that a packet could leave by. */
  readonly onePort: boolean;
}

/** Asks the node about itself, then carries out what is left, from the node and from the laptop at the same time. */
export async function runSession(run: SessionRun): Promise<{ node: NodeRecord; lost: string | null }> {
  const { node, plan, ports, listener, signal, session, left, put, controls, nodeAddress } = run;
  listener.onPhase('Asking the node about its interfaces and routes');
  const drafts = left.map((check) => draftOf(check, probes[check.probe].prepare(check, ports.random)));
  const detection = await detectNode(session, { routes: routeRequests(drafts), signal });
  const isHidden = detection.interfaces.length === 0;
  const keyType = isHidden ? session.hostKey.algorithm : null;
  const access = await askAccess(session, { ...ownSshServer(node), keyType }, signal);
  checkIdentity(node, detection, session, access);
  const engines = ports.nodeEngines(session, detection);
  const nodeRecord = nodeRecordOf(node, session, detection, engines, access);
  listener.onNode(nodeRecord);
  const hidden = isHidden
    ? { names: await resolveThroughNode(session, plan, node.name, signal), onePort: run.onePort }
    : null;

  const portAddress = ({ check }: CheckDraft): string => nodeAddress(check);
  const decide = (draft: CheckDraft): Decision =>
    draft.check.vantage.kind === 'node'
      ? decideNodeCheck(draft, node, detection, engines, hidden)
      : decideLaptopCheck(draft, detection, ports.laptop.engine, portAddress(draft));
  const { ready, seen } = split(drafts.map(decide));
  for (const { draft, reading } of seen) put(unsentRecord(draft, reading));

  const planned = preparedControls(run, detection, engines, ready);
  listener.onPhase(`Running ${ready.length} checks`);
  const laptopReady = ready.filter(({ draft }) => draft.check.vantage.kind === 'laptop');
  const nodeSides = await nodeSideCertificates(session, laptopReady, portAddress, ports, signal);
  const watch = sourceWatch(session, detection, node.ssh?.host ?? null, signal);
  const byId = new Map(ready.map(({ draft }) => [draft.check.id, draft]));
  const finished: Promise<void>[] = [];
  const plannedJob = (one: ReadyCheck): PlannedJob => {
    const context = { resolved: one.host, certificatePin: node.tls?.certificate ?? null };
    return {
      job: jobOf(one),
      engines: one.engines,
      read: (attempt) =>
        one.draft.prepared.read(withNodeSide(attempt, nodeSides.get(one.draft.check.id)), context),
    };
  };
  const all = [
    ...planned.flatMap(({ ready: control }) => (control === null ? [] : [plannedJob(control)])),
    ...ready.map(plannedJob),
  ];
  const startedAt = utcSeconds(ports.now());
  for (const { draft } of ready) {
    draft.startedAt = startedAt;
    listener.onRunning(draft.check.id, 1);
  }
  const end = await runJobs(all, {
    signal,
    whileConnected: watch.whileConnected(byId),
    onAttempt: ({ planned: one, engine, attempt, reading, last }) => {
      // A repeat is the same job with another start: it is known by its check.
      const { id } = one.job.check;
      const draft = byId.get(id) ?? planned.find(({ control }) => control.id === id)?.ready?.draft;
      if (draft === undefined) return;
      draft.attempts.push(...attemptsIn(attempt, reading, one.read));
      draft.engine = engine.kind;
      if (!byId.has(id)) return;
      if (!last) listener.onRunning(id, draft.attempts.length + 1);
      else if (draft.check.vantage.kind === 'node') put(recordOf(draft));
      else finished.push(watch.conclude(draft, portAddress(draft)).then(() => put(recordOf(draft))));
    },
  });
  watch.jobsAreOver();
  await Promise.all(finished);
  // What a cancelled run saw once is kept, though it was not repeated.
  for (const { draft } of ready) if (signal.aborted && draft.attempts.length > 0) put(recordOf(draft));
  controls.push(...planned.map(controlRecord));
  return { node: nodeRecord, lost: end.kind === 'lost' || end.kind === 'failed' ? end.message : null };
}

function preparedControls(
  { node, plan, ports, controls }: SessionRun,
  detection: Detection,
  engines: NodeEngines,
  ready: readonly ReadyCheck[],
): ReturnType<typeof prepareControl>[] {
  const needed = neededControls(ready);
  const answered = answeredControls(controls);
  const ofNode = nodeEngineKinds.flatMap((kind) => engines[kind] ?? []);
  const nodeNetworks = [...detection.networks, ...detection.interfaces.flatMap(({ addresses }) => addresses)];
  return plan.controls
    .filter(({ id }) => needed.has(id) && !answered.has(id))
    .filter(({ vantage }) => vantage.kind === 'laptop' || vantage.node === node.name)
    .map((control) => {
      // The documentation addresses are IPv4: an IPv6 source could not send there.
      const guarded = ready.find(
        ({ draft, source }) => controlIdOf(draft.check) === control.id && source?.includes(':') === false,
      );
      const source = guarded?.source ?? null;
      return control.vantage.kind === 'laptop'
        ? prepareControl(control, node.name, source, ports.laptop.networks, [ports.laptop.engine])
        : prepareControl(control, node.name, source, nodeNetworks, ofNode);
    });
}
