import type { CheckPlan } from '../../../shared/plan/types.ts';
import { controlIdOf } from '../../../shared/plan/controls.ts';
import { duration } from '../../../shared/probes/failure-reading.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { Resolution } from '../../../shared/probes/resolution.ts';
import type { ControlRecord, NodeRecord, ObservedCheck } from '../../../shared/results/types.ts';
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
import type { ListenerWish } from './listener-phase.ts';
import { listenerWish, proveByListeners } from './listener-phase.ts';
import { decideLaptopCheck, nodeSideCertificates, sourceWatch, withNodeSide } from './laptop-checks.ts';
import { gatherAddresses, wholeCheckId } from './many-addresses.ts';
import type { Decision } from './node-checks.ts';
import {
  controlRoutes,
  decideNodeCheck,
  neededControls,
  routeRequests,
  withoutStrayCandidates,
} from './node-checks.ts';
import { askAccess } from './node-access.ts';
import { watchNames } from './name-answers.ts';
import { checkIdentity, nodeRecordOf, ownSshServer } from './node-identity.ts';
import type { PeerRun } from './peer-checks.ts';
import { decidePeerCheck, runPeerChecks } from './peer-checks.ts';
import type { NodeListener } from './ports.ts';
import type { ReadyCheck } from './ready-check.ts';
import { jobOf } from './ready-check.ts';
import { utcSeconds } from './utc.ts';

function checkIdOf(decision: Decision): string {
  return (decision.kind === 'ready' ? decision.ready : decision).draft.check.id;
}

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

/** How many checks run now, and how long the slowest of them may take. */
function sayRunning(ready: readonly ReadyCheck[]): string {
  const longest = Math.max(0, ...ready.map(({ draft }) => draft.check.timeoutMs));
  const count = `Running ${ready.length} ${ready.length === 1 ? 'check' : 'checks'}`;
  return ready.length === 0 ? count : `${count}; what stays silent takes up to ${duration(longest)} a try`;
}

/** One SSH session's part of a run. */
export interface SessionRun extends PeerRun {
  readonly plan: CheckPlan;
  readonly listener: NodeListener;
  readonly left: CheckPlan['checks'];
  /** Takes a record; the first one of a check counts. */
  readonly put: (record: ObservedCheck) => void;
  /** Every control that was tried; those that gave no answer yet are tried again. */
  readonly controls: ControlRecord[];
  /** One-Arm: the node has no other port that a packet could leave by. */
  readonly onePort: boolean;
}

/** Asks the node about itself, then carries out what is left, from the node and from the laptop at the same time. */
export async function runSession(run: SessionRun): Promise<{ node: NodeRecord; lost: string | null }> {
  const { node, plan, ports, listener, signal, session, left, controls, nodeAddress } = run;
  const gathered = gatherAddresses(run.put);
  const { put } = gathered;
  listener.onPhase('Asking the node about its interfaces and routes');
  const drafts = left.map((check) => draftOf(check, probes[check.probe].prepare(check, ports.random)));
  const routes = [...routeRequests(drafts, node), ...controlRoutes(node, plan.controls)];
  const detecting = detectNode(session, { routes, signal, now: ports.now });
  if (routes.length > 0) ports.startEarly?.(session, signal);
  const asking = askAccess(session, { ...ownSshServer(node), keyType: null }, signal);
  const detection = await detecting;
  const isHidden = detection.interfaces.length === 0;
  const keyType = session.hostKey.algorithm;
  const access = await (isHidden ? askAccess(session, { ...ownSshServer(node), keyType }, signal) : asking);
  checkIdentity(node, detection, session, access);
  const engines = ports.nodeEngines(session, detection);
  const nodeRecord = nodeRecordOf(node, session, detection, engines, access);
  listener.onNode(nodeRecord);
  run.meetings.get(node.name)?.arrive({ node, session, detection });
  const hidden = isHidden
    ? { names: await resolveThroughNode(session, plan, node.name, signal), onePort: run.onePort }
    : null;

  const portAddress = ({ check }: CheckDraft): string => nodeAddress(check);
  const decide = (draft: CheckDraft): readonly Decision[] => {
    switch (draft.check.vantage.kind) {
      case 'node':
        return decideNodeCheck(draft, node, detection, engines, hidden);
      case 'laptop':
        return [decideLaptopCheck(draft, detection, ports.laptop.engine, portAddress(draft))];
      case 'peer':
        return [decidePeerCheck(draft, node, detection, engines, hidden)];
    }
  };
  const decided = drafts.map(decide);
  for (const ofOne of decided) gathered.expect(ofOne.map(checkIdOf));
  const { ready: allReady, seen } = split(decided.flat());
  const ready = allReady.filter(({ draft }) => draft.check.vantage.kind !== 'peer');
  const awayReady = allReady.filter(({ draft }) => draft.check.vantage.kind === 'peer');
  const resolve = (name: string): Resolution => hidden?.names.get(name) ?? detection.resolve(name);
  const names = watchNames({ plan, node: node.name, ready, resolve, random: ports.random, signal });
  for (const { draft, reading } of seen) names.conclude(draft, () => put(unsentRecord(draft, reading)));

  const planned = preparedControls(run, detection, engines, allReady);
  listener.onPhase(sayRunning(allReady));
  const away = runPeerChecks(run, detection, awayReady);
  const laptopReady = ready.filter(({ draft }) => draft.check.vantage.kind === 'laptop');
  const nodeSides = await nodeSideCertificates(session, laptopReady, portAddress, ports, signal);
  const watch = sourceWatch(session, detection, node.ssh?.host ?? null, signal);
  const byId = new Map(ready.map(({ draft }) => [draft.check.id, draft]));
  const finished: Promise<void>[] = [];
  const wishes: ListenerWish[] = [];
  const finishInbound = async (draft: CheckDraft): Promise<void> => {
    await watch.conclude(draft, portAddress(draft));
    const one = laptopReady.find((candidate) => candidate.draft === draft);
    const wish = one === undefined ? null : listenerWish(one, portAddress(draft), run.listeners);
    if (wish === null) put(recordOf(draft));
    else wishes.push(wish);
  };
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
    listener.onRunning(wholeCheckId(draft.check.id), 1);
  }
  const end = await runJobs(all, {
    signal,
    doubtsSilence: run.doubtsSilence,
    whileConnected: watch.whileConnected(byId),
    onAttempt: ({ planned: one, engine, attempt, reading, last }) => {
      // A repeat is the same job with another start: it is known by its check.
      const { id } = one.job.check;
      const draft = byId.get(id) ?? planned.find(({ control }) => control.id === id)?.ready?.draft;
      if (draft === undefined) return;
      draft.attempts.push(...attemptsIn(attempt, reading, one.read));
      draft.engine = engine.kind;
      if (!byId.has(id)) return;
      if (!last) listener.onRunning(wholeCheckId(id), draft.attempts.length + 1);
      else if (draft.check.vantage.kind === 'node') names.conclude(draft, () => put(recordOf(draft)));
      else finished.push(finishInbound(draft));
    },
  });
  watch.jobsAreOver();
  await Promise.all([...finished, names.finish()]);
  if (end.kind === 'untrusted') run.distrust(end.message);
  const isOver = end.kind === 'lost' || end.kind === 'untrusted';
  const lost = isOver || end.kind === 'failed' ? end.message : null;
  const inboundEnd = await endInbound(run, detection, isOver ? [] : wishes);
  for (const { ready: one } of wishes) put(recordOf(one.draft));
  const awayEnd = await away;
  // What a cancelled run saw once is kept, though it was not repeated.
  for (const { draft } of ready) if (signal.aborted && draft.attempts.length > 0) put(recordOf(draft));
  if (signal.aborted) gathered.flush();
  controls.push(...planned.map(controlRecord));
  return { node: nodeRecord, lost: lost ?? inboundEnd ?? awayEnd };
}

/**
 * Waits until the other nodes have seen what they could of this one, then opens listeners for what nobody answered to.
 *
 * @returns why the session ended; null: it did not
 */
async function endInbound(
  run: SessionRun,
  detection: Detection,
  wishes: readonly ListenerWish[],
): Promise<string | null> {
  const { session, signal, ports, listener } = run;
  const meeting = run.meetings.get(run.node.name);
  const closed = new Promise<{ readonly lost: string }>((resolve) => {
    session.onClose((error) => resolve({ lost: error?.message ?? 'The SSH session was closed.' }));
  });
  const gathered = await Promise.race([meeting?.gathered() ?? Promise.resolve([]), closed]);
  if ('lost' in gathered) return gathered.lost;
  const all = [...wishes, ...gathered];
  if (all.length > 0) listener.onPhase('Proving the path to services that are not started');
  await proveByListeners(
    all,
    { session, detection },
    { signal, random: ports.random, onRunning: listener.onRunning, doubtsSilence: run.doubtsSilence },
  );
  meeting?.settle();
  return null;
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
        : prepareControl(
            withoutStrayCandidates(control, node, detection),
            node.name,
            source,
            nodeNetworks,
            ofNode,
          );
    });
}
