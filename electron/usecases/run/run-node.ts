import type { Check, CheckPlan } from '../../../shared/plan/types.ts';
import { formatIp, parseCidr } from '../../../shared/lib/ip.ts';
import { probes } from '../../../shared/probes/registry.ts';
import type { ControlRecord, NodeRecord, ObservedCheck } from '../../../shared/results/types.ts';
import type { Site, SiteNode } from '../../../shared/site/schema.ts';
import type { Detection } from '../../engines/detect.ts';
import { detectNode, identifyNode } from '../../engines/detect.ts';
import type { PlannedJob } from '../../engines/run-jobs.ts';
import { runJobs } from '../../engines/run-jobs.ts';
import { SshError } from '../../ssh/index.ts';
import { problemOf } from '../problem.ts';
import type { ReadyCheck } from './ready-check.ts';
import { jobOf } from './ready-check.ts';
import { controlRecord, prepareControl } from './control-checks.ts';
import type { CheckDraft } from './draft-check.ts';
import { draftOf, recordOf, unsentRecord } from './draft-check.ts';
import { decideLaptopCheck, nodeSideCertificates, sourceWatch, withNodeSide } from './laptop-checks.ts';
import type { Decision } from './node-checks.ts';
import { decideNodeCheck, neededControls, routeRequests } from './node-checks.ts';
import { notRunRecord } from './not-run.ts';
import { utcSeconds } from './utc.ts';
import type { NodeEngines, RunPorts, RunSession } from './ports.ts';
import { controlIdOf } from '../../../shared/plan/controls.ts';

/** What a node's part of a run tells while it goes on. */
export interface NodeListener {
  readonly onPhase: (says: string) => void;
  readonly onRunning: (check: string, attempt: number) => void;
  readonly onObserved: (check: ObservedCheck, controls: readonly ControlRecord[]) => void;
}

export interface NodeRun {
  readonly node: NodeRecord;
  readonly checks: readonly ObservedCheck[];
  readonly controls: readonly ControlRecord[];
}

/** Times that a lost session is opened again; what was observed until then is kept. */
const reconnects = 2;

function bare(address: string): string {
  const cidr = parseCidr(address);
  return cidr === null ? address : formatIp(cidr.ip);
}

function nodeRecordOf(
  node: SiteNode,
  session: RunSession,
  detection: Detection,
  engines: NodeEngines,
): NodeRecord {
  const portOf = (addresses: readonly string[]): 'lan' | 'wan' | null => {
    const owns = (port: { address: string } | undefined): boolean =>
      port !== undefined && addresses.some((address) => bare(address) === bare(port.address));
    if (owns(node.lan)) return 'lan';
    return owns(node.wan) ? 'wan' : null;
  };
  return {
    name: node.name,
    hostKey: session.hostKey.fingerprint,
    hostKeyTrust: session.hostKey.trust,
    interfaces: detection.interfaces.map(({ name, addresses }) => ({
      name,
      addresses: [...addresses],
      port: portOf(addresses),
    })),
    engines: [
      {
        engine: 'python',
        able: engines.python !== null,
        detail: detection.python === null ? 'no Python on the node' : `Python ${detection.python}`,
      },
      { engine: 'forward', able: engines.forward !== null, detail: 'channels of the node’s SSH server' },
    ],
    failure: null,
  };
}

/** What happened and what to do, in one text: it is all that the record keeps of it. */
function sayFailure(error: unknown): string {
  const { message, cure } = problemOf(error);
  return cure === null ? message : `${message} ${cure}`;
}

/** What ended the node's part before its checks: nothing of it ran. */
class NodeStop extends Error {
  readonly cure: string;

  constructor(message: string, cure: string) {
    super(message);
    this.cure = cure;
  }
}

function checkIdentity(node: SiteNode, detection: Detection): void {
  const lan = bare(node.lan.address);
  const identity = identifyNode(detection, lan);
  if (identity.kind === 'other') {
    throw new NodeStop(
      `This is not ${node.name}: it owns ${identity.owns.join(', ')}, and not ${lan}. Nothing was checked.`,
      'Correct the LAN address or the SSH host in the site.',
    );
  }
  if (identity.kind === 'hidden') {
    throw new NodeStop(
      `The node shows no interfaces, so it cannot be proven to be ${node.name}. Nothing was checked.`,
      'Sign in as a user whose shell may run the ip command.',
    );
  }
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

/**
 * Carries out all checks of one node. Never rejects for what the node or the network does: a failure is in the node's
 * record, and its checks are `not-run` with the reason.
 */
export async function runNode(
  site: Site,
  node: SiteNode,
  plan: CheckPlan,
  nodeAddress: (check: Check) => string,
  ports: RunPorts,
  listener: NodeListener,
  signal: AbortSignal,
): Promise<NodeRun> {
  const mine = plan.checks.filter((check) => check.node === node.name);
  const records = new Map<string, ObservedCheck>();
  const controls: ControlRecord[] = [];
  const put = (record: ObservedCheck): void => {
    records.set(record.id, record);
    listener.onObserved(record, controls);
  };
  let nodeRecord: NodeRecord = {
    name: node.name,
    hostKey: null,
    hostKeyTrust: null,
    interfaces: [],
    engines: [],
    failure: null,
  };
  let failure: string | null = null;
  for (let round = 0; round <= reconnects && !signal.aborted; round++) {
    const left = mine.filter(({ id }) => !records.has(id));
    if (left.length === 0) break;
    let session: RunSession | null = null;
    try {
      listener.onPhase(
        round === 0
          ? 'Connecting by SSH'
          : `Connection lost. ${records.size} results are kept. Trying again, ${round} of ${reconnects}.`,
      );
      session = await ports.connect(node, signal);
      const end = await runSession({
        site,
        node,
        plan,
        nodeAddress,
        ports,
        listener,
        signal,
        session,
        left,
        put,
        controls,
        isFirst: round === 0,
      });
      nodeRecord = end.node;
      failure = end.lost;
    } catch (error) {
      failure = sayFailure(error);
      const isWorthAnotherTry = error instanceof SshError && (error.kind === 'lost' || round > 0);
      if (!isWorthAnotherTry) break;
    } finally {
      session?.close();
    }
    if (failure === null) break;
  }
  const why = signal.aborted ? 'The run was cancelled.' : (failure ?? 'The run ended before it.');
  for (const check of mine) {
    if (!records.has(check.id)) put(notRunRecord(check, why));
  }
  return {
    node: { ...nodeRecord, failure: signal.aborted ? nodeRecord.failure : failure },
    checks: mine.flatMap(({ id }) => records.get(id) ?? []),
    controls,
  };
}

interface SessionRun {
  readonly site: Site;
  readonly node: SiteNode;
  readonly plan: CheckPlan;
  readonly ports: RunPorts;
  readonly listener: NodeListener;
  readonly signal: AbortSignal;
  readonly session: RunSession;
  readonly left: CheckPlan['checks'];
  readonly put: (record: ObservedCheck) => void;
  readonly controls: ControlRecord[];
  readonly isFirst: boolean;
  /** The node's own address at the end of an In check's flow, whatever address the other side dials. */
  readonly nodeAddress: (check: Check) => string;
}

/** Asks the node about itself, then carries out what is left, from the node and from the laptop at the same time. */
async function runSession(run: SessionRun): Promise<{ node: NodeRecord; lost: string | null }> {
  const { node, ports, listener, signal, session, left, put, controls, nodeAddress } = run;
  listener.onPhase('Asking the node about its interfaces and routes');
  const drafts = left.map((check) => draftOf(check, probes[check.probe].prepare(check, ports.random)));
  const detection = await detectNode(session, { routes: routeRequests(drafts), signal });
  checkIdentity(node, detection);
  const engines = ports.nodeEngines(session, detection);
  const nodeRecord = nodeRecordOf(node, session, detection, engines);

  const portAddress = ({ check }: CheckDraft): string => nodeAddress(check);
  const decide = (draft: CheckDraft): Decision =>
    draft.check.vantage.kind === 'node'
      ? decideNodeCheck(draft, node, detection, engines)
      : decideLaptopCheck(draft, detection, ports.laptop.engine, portAddress(draft));
  const { ready, seen } = split(drafts.map(decide));
  for (const { draft, reading } of seen) put(unsentRecord(draft, reading));

  const planned = run.isFirst ? preparedControls(run, detection, engines, ready) : [];
  listener.onPhase(`Running ${ready.length} checks`);
  const laptopReady = ready.filter(({ draft }) => draft.check.vantage.kind === 'laptop');
  const nodeSides = await nodeSideCertificates(session, laptopReady, portAddress, ports, signal);
  const watch = sourceWatch(session, detection, signal);
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
      draft.attempts.push({ ms: attempt.ms, reading });
      draft.engine = engine.kind;
      if (!byId.has(id)) return;
      if (!last) listener.onRunning(id, draft.attempts.length + 1);
      else if (draft.check.vantage.kind === 'node') put(recordOf(draft));
      else finished.push(watch.conclude(draft, portAddress(draft)).then(() => put(recordOf(draft))));
    },
  });
  // What a cancelled run saw once is kept, though it was not repeated.
  for (const { draft } of ready) if (signal.aborted && draft.attempts.length > 0) put(recordOf(draft));
  watch.jobsAreOver();
  await Promise.all(finished);
  controls.push(...planned.map(controlRecord));
  return { node: nodeRecord, lost: end.kind === 'lost' || end.kind === 'failed' ? end.message : null };
}

function preparedControls(
  { site, node, plan, ports }: SessionRun,
  detection: Detection,
  engines: NodeEngines,
  ready: readonly ReadyCheck[],
): ReturnType<typeof prepareControl>[] {
  const needed = neededControls(ready);
  const ofNode = [engines.python, engines.forward].filter((engine) => engine !== null);
  const nodeNetworks = [...detection.networks, ...detection.interfaces.flatMap(({ addresses }) => addresses)];
  return plan.controls
    .filter(({ id, vantage }) => needed.has(id) && (vantage.kind === 'laptop' || vantage.node === node.name))
    .map((control) => {
      const source = ready.find(({ draft }) => controlIdOf(draft.check) === control.id)?.source ?? '';
      return control.vantage.kind === 'laptop'
        ? prepareControl(control, node.name, source, ports.laptop.networks, [ports.laptop.engine])
        : prepareControl(control, node.name, source, nodeNetworks, ofNode);
    })
    .filter(() => site.checks.negativeControl);
}
