import { interfaceOf } from '../../../shared/probes/node-route.ts';
import { formatIp, parseIp } from '../../../shared/lib/ip.ts';
import type { RawAttempt } from '../../../shared/probes/types.ts';
import type { Detection } from '../../engines/detect.ts';
import type { Engine, EngineRun } from '../../engines/engine.ts';
import { askSocketTable, isListening, sourceSeen } from '../../engines/socket-table.ts';
import type { ReadyCheck } from './ready-check.ts';
import type { CheckDraft } from './draft-check.ts';
import { unsent } from './draft-check.ts';
import type { Decision } from './node-checks.ts';
import type { RunPorts, RunSession } from './ports.ts';

/** Connections that open together are looked up together. */
const gatherMs = 60;

function same(a: string, b: string): boolean {
  const [left, right] = [parseIp(a), parseIp(b)];
  return left !== null && right !== null && formatIp(left) === formatIp(right);
}

/** From an address of the vantage to one of the node's. */
function wayOf(from: string, to: string): string {
  const normal = (address: string): string => {
    const ip = parseIp(address);
    return ip === null ? address : formatIp(ip);
  };
  return `${normal(from)}>${normal(to)}`;
}

/** Decides one check from the laptop: it lies in the rule's source, and its engine can do it. */
export function decideLaptopCheck(
  draft: CheckDraft,
  detection: Detection,
  engine: Engine,
  portAddress: string,
): Decision {
  const { check } = draft;
  const { vantage } = check;
  const cannot = (why: string): Decision => ({ kind: 'seen', draft, reading: unsent('not-testable', why) });
  if (check.unable !== null) return cannot(check.unable);
  if (vantage.kind !== 'laptop' || vantage.address === null)
    return cannot('the laptop has no address for it');
  const why = engine.canDo(draft.prepared.wire, check);
  if (why !== null) return cannot(why);
  draft.portShown = interfaceOf(detection.interfaces, portAddress) !== null;
  draft.resolved = check.target.host;
  draft.engineBecause = 'laptop: starts in the source of the rule';
  return {
    kind: 'ready',
    ready: { draft, engines: [engine], host: check.target.host, source: vantage.address },
  };
}

/**
 * The source address that the node sees, and whether it listens: read from its socket table while the connection is
 * held. For UDP, ping and what never connected, another connection tells that came unchanged from the same address to the
 * same node address: the SSH session itself, or a check of this run. The latter is known only when all jobs are over.
 * A connection that the node does not have, though it shows its others, was opened by something else in its name.
 *
 * @param sshHost where the SSH session was dialled, as the site says
 */
export function sourceWatch(
  session: RunSession,
  detection: Detection,
  sshHost: string | null,
  signal: AbortSignal,
): {
  readonly whileConnected: (
    drafts: ReadonlyMap<string, CheckDraft>,
  ) => NonNullable<EngineRun['whileConnected']>;
  /** Looks for one connection that is held open, by its other end. */
  readonly lookFor: (
    draft: CheckDraft,
    to: { readonly host: string; readonly port: number },
    from: { readonly address: string; readonly port: number },
  ) => Promise<void>;
  readonly conclude: (draft: CheckDraft, nodeAddress: string) => Promise<void>;
  /** To be called when all jobs are over: what waits for the proof of another check goes on. */
  readonly jobsAreOver: () => void;
} {
  const seenUnchanged = new Set<string>();
  let release = (): void => undefined;
  const jobsOver = new Promise<void>((resolve) => {
    release = resolve;
  });
  type Sockets = ReturnType<typeof askSocketTable>;
  let soon: Sockets | null = null;
  const tableSoon = (): Sockets => {
    soon ??= new Promise<void>((resolve) => setTimeout(resolve, gatherMs)).then(() => {
      soon = null;
      return askSocketTable(session, signal);
    });
    return soon;
  };
  let listeners: Sockets | null = null;
  const lookFor: ReturnType<typeof sourceWatch>['lookFor'] = async (draft, to, from) => {
    const connection = { nodePort: to.port, localPort: from.port, localAddress: from.address };
    let sockets = await tableSoon();
    // The vantage is connected a moment before the node is: what is missing is looked for once more.
    if (sockets !== null && sourceSeen(sockets, connection) === null) sockets = await tableSoon();
    if (sockets === null) return;
    const address = sourceSeen(sockets, connection);
    if (address === null) {
      draft.missingOnNode = true;
      draft.evidence['connectionOnNode'] =
        'The node shows its connections, and this one is not among them: something else may have answered.';
      return;
    }
    draft.sourceSeen = { address, basis: 'socket-table' };
    if (same(address, from.address)) seenUnchanged.add(wayOf(from.address, to.host));
  };
  return {
    lookFor,
    whileConnected: (drafts) => async (job, local) => {
      const draft = drafts.get(job.check.id);
      if (draft !== undefined && job.port !== null)
        await lookFor(draft, { host: job.host, port: job.port }, local);
    },
    conclude: async (draft, nodeAddress) => {
      const { vantage, target } = draft.check;
      listeners ??= askSocketTable(session, signal);
      const sockets = await listeners;
      if (sockets !== null && target.port !== null && target.protocol !== 'icmp') {
        const service = { transport: target.protocol, address: nodeAddress, port: target.port };
        draft.listener = isListening(sockets, service);
      }
      const { connection } = detection;
      if (draft.sourceSeen !== null || draft.missingOnNode) return;
      if (vantage.kind === 'node' || vantage.address === null) return;
      // Another address of the node may lie behind a translation that the SSH session does not cross.
      const sameWay = same(target.host, nodeAddress) || target.host === sshHost;
      const bySession =
        vantage.kind === 'laptop' &&
        sameWay &&
        connection !== null &&
        session.localAddress !== undefined &&
        same(connection.client, vantage.address) &&
        same(connection.client, session.localAddress) &&
        same(connection.server, nodeAddress);
      if (bySession) {
        draft.sourceSeen = { address: connection.client, basis: 'ssh-connection' };
        return;
      }
      await jobsOver;
      if (seenUnchanged.has(wayOf(vantage.address, target.host)))
        draft.sourceSeen = { address: vantage.address, basis: 'same-run' };
    },
    jobsAreOver: () => release(),
  };
}

/** Reads, for each TLS check from outside, the certificate that the node serves to itself on that address and port. */
export async function nodeSideCertificates(
  session: RunSession,
  ready: readonly ReadyCheck[],
  portAddress: (draft: CheckDraft) => string,
  ports: Pick<RunPorts, 'nodeSideCertificate'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const entries = ready
    .filter(({ draft }) => draft.prepared.wire.kind === 'tls')
    .map(async ({ draft }): Promise<[string, string | null]> => {
      const { port } = draft.check.target;
      const { serverName } = draft.check.expectations;
      const target = { host: portAddress(draft), port: port ?? 0, serverName };
      const timeoutMs = draft.check.timeoutMs;
      return [draft.check.id, await ports.nodeSideCertificate(session, target, { timeoutMs, signal })];
    });
  return new Map(await Promise.all(entries));
}

/** Adds the node's own certificate to what was seen from outside. */
export function withNodeSide(attempt: RawAttempt, nodeSide: string | null | undefined): RawAttempt {
  const { outcome } = attempt;
  if (outcome.kind !== 'handshake' || nodeSide === undefined) return attempt;
  return { ...attempt, outcome: { ...outcome, tls: { ...outcome.tls, nodeSide } } };
}
