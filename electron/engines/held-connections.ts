import { parseIp, formatIp } from '../../shared/lib/ip.ts';
import type { Detection } from './detect.ts';
import { startInbound } from './inbound.ts';
import { listenerMeans } from './listener.ts';
import type { NodeSession } from './node-session.ts';
import type { NodeSocket } from './socket-table.ts';
import { askSocketTable } from './socket-table.ts';

/** A TCP connection that a node is to hold open, so that the other end can be looked at meanwhile. */
export interface HeldTarget {
  readonly host: string;
  readonly port: number;
  /** The address to send from. */
  readonly source: string;
}

/** The node's own end of it. */
export interface HeldEnd {
  readonly address: string;
  readonly port: number;
}

export interface HeldConnections {
  /** By the index of the target; what is not there did not connect. */
  readonly ends: ReadonlyMap<number, HeldEnd>;
  readonly release: () => Promise<void>;
}

/** For the interpreter to start on a busy node. */
const startMs = 8000;
/** How long the script may live: it holds for a look at a socket table. */
const longestMs = 20_000;

const same = (a: string, b: string): boolean => {
  const [left, right] = [parseIp(a), parseIp(b)];
  return left !== null && right !== null && formatIp(left) === formatIp(right);
};

function endsTo(target: HeldTarget, sockets: readonly NodeSocket[]): NodeSocket['local'][] {
  return sockets
    .filter(
      ({ transport, state, local, remote }) =>
        transport === 'tcp' &&
        state === 'established' &&
        remote.port === target.port &&
        same(remote.address, target.host) &&
        same(local.address, target.source),
    )
    .map(({ local }) => local);
}

/**
 * By channels of the node's SSH server, where it has no interpreter. They are not bound and their port is not told: so
 * the node's own table has to show one connection more than before, from the wanted address.
 */
async function holdByForwarding(
  session: NodeSession,
  targets: readonly HeldTarget[],
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<HeldConnections> {
  const ends = new Map<number, HeldEnd>();
  const before = await askSocketTable(session, options.signal);
  const opened = await Promise.all(
    targets.map(async ({ host, port }) => {
      const forward = await session.forwardOut(host, port, options);
      return forward.kind === 'connected' ? forward.channel : null;
    }),
  );
  for (const channel of opened) channel?.on('error', () => undefined).resume();
  const now = await askSocketTable(session, options.signal);
  for (const [index, target] of targets.entries()) {
    if (opened[index] == null || before === null || now === null) continue;
    const known = new Set(endsTo(target, before).map(({ port }) => port));
    const [only, ...others] = endsTo(target, now).filter(({ port }) => !known.has(port));
    if (only !== undefined && others.length === 0) ends.set(index, only);
  }
  return {
    ends,
    release: () => {
      for (const channel of opened) channel?.destroy();
      return Promise.resolve();
    },
  };
}

/** Opens connections from a node and holds them until they are released. Never rejects. */
export async function holdConnections(
  session: NodeSession,
  detection: Pick<Detection, 'python' | 'perl'>,
  targets: readonly HeldTarget[],
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<HeldConnections> {
  const [means] = listenerMeans(detection);
  if (means === undefined) return holdByForwarding(session, targets, options);
  const ends = new Map<number, HeldEnd>();
  const script = startInbound(
    session,
    means,
    targets.map((target) => ({ kind: 'hold' as const, ...target })),
    {
      answerMs: options.timeoutMs + startMs,
      deadlineMs: options.timeoutMs + startMs + longestMs,
      signal: options.signal,
      onEvent: (index, event) => {
        if (event.kind === 'held') ends.set(index, { address: event.address, port: event.port });
      },
    },
  );
  await script.answered;
  return {
    ends,
    release: () => {
      script.stop();
      return script.ended;
    },
  };
}
