import type { Check, CheckPlan } from '../../../shared/plan/types.ts';
import type { ListenerLeave } from '../../../shared/plan/temporary-listener.ts';
import type { ControlRecord, NodeRecord, ObservedCheck } from '../../../shared/results/types.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import { SshError } from '../../ssh/index.ts';
import { problemOf } from '../problem.ts';
import { distinctControls } from './control-checks.ts';
import type { Meeting } from './meeting.ts';
import { startsAt } from './meeting.ts';
import type { LinkWatch } from './link-watch.ts';
import { watchLink } from './link-watch.ts';
import { unknownNode } from './node-identity.ts';
import { notRunRecord } from './not-run.ts';
import type { NodeListener, RunPorts, RunSession } from './ports.ts';
import { runSession } from './run-session.ts';

export interface NodeRun {
  readonly node: NodeRecord;
  readonly checks: readonly ObservedCheck[];
  readonly controls: readonly ControlRecord[];
}

/** Times that a lost session is opened again; what was observed until then is kept. */
const reconnects = 2;

/** What happened and what to do, in one text: it is all that the record keeps of it. */
function sayFailure(error: unknown): string {
  const { message, cure } = problemOf(error);
  return cure === null ? message : `${message} ${cure}`;
}

/** A host that shows another key, or a weak one, is not asked once more: the person has to know. */
const stopsForGood = ['host-key-changed', 'host-key-unknown', 'host-key-revoked', 'host-key-weak'];

function isWorthAnotherTry(error: unknown, round: number): boolean {
  if (!(error instanceof SshError) || stopsForGood.includes(error.kind)) return false;
  return error.kind === 'lost' || round > 0;
}

/**
 * Carries out all checks of one node. Never rejects for what the node or the network does: a failure is in the node's
 * record, and its checks are `not-run` with the reason.
 */
export async function runNode(
  node: SiteNode,
  plan: CheckPlan,
  site: {
    /** The node's own address at the end of an In check's flow. */
    readonly nodeAddress: (check: Check) => string;
    /** One-Arm: the node has no other port that a packet could leave by. */
    readonly onePort: boolean;
    /** By the name of the checked node, for all nodes of the run. */
    readonly meetings: ReadonlyMap<string, Meeting>;
    readonly listeners: ListenerLeave | null;
  },
  ports: RunPorts,
  listener: NodeListener,
  signal: AbortSignal,
): Promise<NodeRun> {
  const mine = plan.checks.filter((check) => startsAt(check) === node.name);
  const meeting = site.meetings.get(node.name);
  const records = new Map<string, ObservedCheck>();
  const controls: ControlRecord[] = [];
  const put = (record: ObservedCheck): void => {
    if (records.has(record.id)) return;
    records.set(record.id, record);
    listener.onObserved(record, controls);
  };
  for (const check of mine)
    if (!site.meetings.has(check.node))
      put(notRunRecord(check, `${check.node} was not selected for this run.`));
  let nodeRecord = unknownNode(node.name);
  let failure: string | null = null;
  const distrusted: { why: string | null } = { why: null };
  for (let round = 0; round <= reconnects && !signal.aborted; round++) {
    const left = mine.filter(({ id }) => !records.has(id));
    if (left.length === 0 && meeting?.isAwaited() !== true) break;
    let session: RunSession | null = null;
    let link: LinkWatch | null = null;
    try {
      listener.onPhase(
        round === 0
          ? 'Connecting by SSH'
          : `Connection lost. ${records.size} results are kept. Trying again, ${round} of ${reconnects}.`,
      );
      session = await ports.connect(node, signal);
      const { fingerprint, trust } = session.hostKey;
      nodeRecord = { ...nodeRecord, hostKey: fingerprint, hostKeyTrust: trust };
      const watched = watchLink(session);
      link = watched;
      const end = await runSession({
        node,
        plan,
        ...site,
        ports,
        listener,
        signal,
        session,
        left,
        put,
        controls,
        doubtsSilence: ({ ms }) => watched.stoodStill(ms),
        distrust: (why) => {
          distrusted.why ??= why;
        },
      });
      nodeRecord = end.node;
      failure = end.lost;
    } catch (error) {
      failure = sayFailure(error);
      if (!isWorthAnotherTry(error, round)) break;
    } finally {
      link?.end();
      session?.close();
    }
    if (failure === null || distrusted.why !== null) break;
  }
  if (distrusted.why !== null) {
    failure = distrusted.why;
    // Whatever was told until then was told by the same mouth.
    for (const check of mine) records.delete(check.id);
  }
  for (const one of site.meetings.values()) one.leave(node.name);
  // An engine that failed half-way is no failure of the node when the rest was carried out all the same.
  if (mine.length > 0 && mine.every(({ id }) => records.has(id))) failure = null;
  const why =
    distrusted.why ?? (signal.aborted ? 'The run was cancelled.' : (failure ?? 'The run ended before it.'));
  meeting?.depart(why);
  for (const check of mine) {
    const away = check.node === node.name ? '' : `This check starts at ${node.name}. `;
    if (!records.has(check.id)) put(notRunRecord(check, `${away}${why}`));
  }
  return {
    node: {
      ...nodeRecord,
      failure: distrusted.why ?? (signal.aborted ? cancelledBefore(nodeRecord) : failure),
    },
    checks: mine.flatMap(({ id }) => records.get(id) ?? []),
    controls: distinctControls(controls),
  };
}

/** A cancelled run says of a node whether it was reached at all. */
function cancelledBefore({ hostKey }: NodeRecord): string | null {
  return hostKey === null ? 'The run was cancelled before this node was reached.' : null;
}
