import type { RawAttempt } from '../../../shared/probes/types.ts';
import type { ListenerLeave } from '../../../shared/plan/temporary-listener.ts';
import type { Check } from '../../../shared/plan/types.ts';
import { interfaceOf } from '../../../shared/probes/node-route.ts';
import { observe } from '../../../shared/probes/observe.ts';
import type { ObservedCheck } from '../../../shared/results/types.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import type { NodeEngines } from '../../engines/choose-engine.ts';
import type { Detection } from '../../engines/detect.ts';
import type { HeldTarget } from '../../engines/held-connections.ts';
import { holdConnections } from '../../engines/held-connections.ts';
import { runJobs } from '../../engines/run-jobs.ts';
import { attemptsIn } from './attempts-in.ts';
import type { CheckDraft } from './draft-check.ts';
import { recordOf, unsent, unsentRecord } from './draft-check.ts';
import { nodeSideCertificates, sourceWatch, withNodeSide } from './laptop-checks.ts';
import { listenerWish } from './listener-phase.ts';
import type { CheckedSide, Meeting } from './meeting.ts';
import type { NodeListener, RunPorts, RunSession } from './ports.ts';
import type { Decision, HiddenNode } from './node-checks.ts';
import { decideNodeCheck } from './node-checks.ts';
import type { ReadyCheck } from './ready-check.ts';
import { jobOf } from './ready-check.ts';
import { utcSeconds } from './utc.ts';

/** What checks of other nodes need of the session that they start in. */
export interface PeerRun {
  /** The node that sends. */
  readonly node: SiteNode;
  readonly session: RunSession;
  readonly ports: RunPorts;
  readonly listener: Pick<NodeListener, 'onRunning'>;
  readonly signal: AbortSignal;
  /** Whether silence says nothing, because the way to the sending node stood still. */
  readonly doubtsSilence: (attempt: RawAttempt) => boolean;
  readonly put: (record: ObservedCheck) => void;
  /** The node's output is somebody else's: nothing that this node said in the run counts. */
  readonly distrust: (why: string) => void;
  /** The checked node's own address at the end of a flow. */
  readonly nodeAddress: (check: Check) => string;
  /** By the name of the checked node. */
  readonly meetings: ReadonlyMap<string, Meeting>;
  /** Where temporary listeners may stand; null: nowhere, and nothing is said of it. */
  readonly listeners: ListenerLeave | null;
}

/**
 * Decides a check that another node starts: as its own Out checks are decided, by its own route and address. Where its
 * packets would not leave from the source that the check stands for, it is no vantage: that fails its own Out rule, and
 * says nothing about this one.
 */
export function decidePeerCheck(
  draft: CheckDraft,
  peer: SiteNode,
  detection: Detection,
  engines: NodeEngines,
  hidden: HiddenNode | null,
): Decision {
  const [decision] = decideNodeCheck(draft, peer, detection, engines, hidden);
  if (decision.kind === 'ready' || decision.reading.observation !== 'wrong-interface') return decision;
  return { ...decision, reading: unsent('not-testable', `${peer.name}: ${decision.reading.outcome}`) };
}

/** A connection opened: then the checked node has to show it. */
function didConnect({ check, attempts }: CheckDraft): boolean {
  const { observation } = observe(attempts.map(({ reading }) => reading));
  return check.target.protocol === 'tcp' && ['confirmed', 'open', 'intercepted'].includes(observation);
}

function heldTargetOf({ host, source, draft }: ReadyCheck): HeldTarget {
  return { host, port: draft.check.target.port ?? 0, source: source ?? '' };
}

const keyOf = ({ host, port, source }: HeldTarget): string => `${source} ${host} ${port}`;

/** Holds one connection to each service that opened, and looks for it in the checked node's own table. */
async function proveSources(
  run: PeerRun,
  detection: Detection,
  ready: readonly ReadyCheck[],
  watch: ReturnType<typeof sourceWatch>,
): Promise<void> {
  const connected = ready.filter(({ draft }) => didConnect(draft));
  const targets = new Map(connected.map((one) => [keyOf(heldTargetOf(one)), heldTargetOf(one)]));
  if (targets.size === 0 || run.signal.aborted) return;
  const timeoutMs = Math.max(...connected.map(({ draft }) => draft.check.timeoutMs));
  const held = await holdConnections(run.session, detection, [...targets.values()], {
    timeoutMs,
    signal: run.signal,
  });
  const indexes = [...targets.keys()];
  await Promise.all(
    connected.map(async (one) => {
      const target = heldTargetOf(one);
      const end = held.ends.get(indexes.indexOf(keyOf(target)));
      if (end !== undefined) await watch.lookFor(one.draft, target, end);
    }),
  );
  await held.release();
}

/** Checks one other node from this one. @returns why this node's session ended; null: it did not */
async function checkNode(
  run: PeerRun,
  detection: Detection,
  side: CheckedSide,
  meeting: Meeting,
  ready: readonly ReadyCheck[],
): Promise<string | null> {
  const { ports, listener, signal, put, nodeAddress } = run;
  const portAddress = ({ check }: CheckDraft): string => nodeAddress(check);
  const nodeSides = await nodeSideCertificates(side.session, ready, portAddress, ports, signal);
  const watch = sourceWatch(side.session, side.detection, null, signal);
  const byId = new Map(ready.map((one) => [one.draft.check.id, one]));
  const startedAt = utcSeconds(ports.now());
  for (const { draft } of ready) {
    draft.portShown = interfaceOf(side.detection.interfaces, portAddress(draft)) !== null;
    draft.startedAt = startedAt;
    listener.onRunning(draft.check.id, 1);
  }
  const certificatePin = side.node.tls?.certificate ?? null;
  const end = await runJobs(
    ready.map((one) => ({
      job: jobOf(one),
      engines: one.engines,
      read: (attempt) =>
        one.draft.prepared.read(withNodeSide(attempt, nodeSides.get(one.draft.check.id)), {
          resolved: one.host,
          certificatePin,
        }),
    })),
    {
      signal,
      doubtsSilence: run.doubtsSilence,
      onAttempt: ({ planned, engine, attempt, reading, last }) => {
        const { id } = planned.job.check;
        const draft = byId.get(id)?.draft;
        if (draft === undefined) return;
        draft.attempts.push(...attemptsIn(attempt, reading, planned.read));
        draft.engine = engine.kind;
        if (!last) listener.onRunning(id, draft.attempts.length + 1);
      },
    },
  );
  const tried = ready.filter(({ draft }) => draft.attempts.length > 0);
  await proveSources(run, detection, tried, watch);
  watch.jobsAreOver();
  await Promise.all(tried.map(({ draft }) => watch.conclude(draft, portAddress(draft))));
  const wishes = tried.flatMap((one) => listenerWish(one, portAddress(one.draft), run.listeners) ?? []);
  const waiting = new Set(wishes.map((wish) => wish.ready));
  for (const one of tried) if (!waiting.has(one)) put(recordOf(one.draft));
  if (end.kind === 'untrusted') run.distrust(end.message);
  const isOver = end.kind === 'lost' || end.kind === 'untrusted';
  await meeting.handIn(run.node.name, isOver ? [] : wishes);
  for (const { ready: one } of wishes) put(recordOf(one.draft));
  return isOver || end.kind === 'failed' ? end.message : null;
}

/**
 * Carries out the checks of other nodes that start at this one. The checked node's own session proves which source it
 * saw, and whether it listens; where that node cannot be reached, nothing is sent.
 *
 * @returns why this node's session ended; null: it did not
 */
export async function runPeerChecks(
  run: PeerRun,
  detection: Detection,
  ready: readonly ReadyCheck[],
): Promise<string | null> {
  const targets = new Set(ready.map(({ draft }) => draft.check.node));
  const ends = await Promise.all(
    [...targets].map(async (name) => {
      const ours = ready.filter(({ draft }) => draft.check.node === name);
      const meeting = run.meetings.get(name);
      const side = await (meeting?.side() ?? Promise.resolve({ gone: 'it is not part of this run' }));
      if (meeting !== undefined && !('gone' in side)) return checkNode(run, detection, side, meeting, ours);
      const gone = 'gone' in side ? side.gone : '';
      for (const { draft } of ours) run.put(notReached(draft, name, gone));
      return null;
    }),
  );
  return ends.find((end) => end !== null) ?? null;
}

function notReached(draft: CheckDraft, node: string, why: string): ObservedCheck {
  return unsentRecord(draft, unsent('not-run', `${node} was not reached, so nothing was sent to it: ${why}`));
}
