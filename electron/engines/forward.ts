import type { RawAttempt, RawOutcome } from '../../shared/probes/types.ts';
import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Engine, EngineEnd, EngineJob, EngineRun } from './engine.ts';
import type { NodeForward, NodeSession } from './node-session.ts';
import { eachAtMost, pause } from './pace.ts';
import { isTcp, speakOver } from './speak.ts';
import type { TrustStore } from './tls-trust.ts';

/** A silent target holds a descriptor of the node's sshd for over two minutes, and ours cannot take the request back. */
const mostPending = 100;

type Failure = Exclude<NodeForward, { readonly kind: 'connected' }>;

/** Null: the session is gone, so the attempt did not take place. */
function readFailure(failure: Failure): RawOutcome | null {
  switch (failure.kind) {
    case 'refused':
      return { kind: 'refused', sender: null };
    case 'unreachable':
      return {
        kind: 'unreachable',
        errno: /network is unreachable/i.test(failure.message) ? 'ENETUNREACH' : 'EHOSTUNREACH',
      };
    case 'timed-out':
      return { kind: 'silent' };
    case 'unresolved':
      return { kind: 'unresolved', message: failure.message };
    case 'prohibited':
      return { kind: 'cannot', reason: "the node's SSH server does not forward TCP connections" };
    case 'failed':
      return { kind: 'error', message: `the node's SSH server gave no reason: ${failure.message}` };
    case 'lost':
    case 'cancelled':
      return null;
    default:
      return assertNever(failure.kind);
  }
}

/**
 * The node's sshd opens the connection and we speak the protocol over it. It cannot bind a source address: only for
 * checks whose route was proven before.
 */
export function makeForwardEngine(options: {
  readonly session: NodeSession;
  readonly trust: TrustStore;
  readonly now: () => Date;
  /** Channels at the same time, if fewer than the engine would open. */
  readonly atOnce?: number;
}): Engine {
  const { session, trust, now, atOnce = mostPending } = options;
  let unanswered = 0;

  const speak = async (job: EngineJob, run: EngineRun): Promise<RawAttempt | 'lost' | 'cancelled'> => {
    if (unanswered >= mostPending)
      return {
        ms: 0,
        localAddress: null,
        outcome: { kind: 'cannot', reason: `${unanswered} silent targets keep the node's SSH server busy` },
      };
    const { signal } = run;
    const began = performance.now();
    const forward = await session.forwardOut(job.host, job.port ?? 0, { timeoutMs: job.timeoutMs, signal });
    if (forward.kind !== 'connected') {
      if (forward.kind === 'timed-out') unanswered += 1;
      const outcome = readFailure(forward);
      if (outcome === null) return forward.kind === 'lost' ? 'lost' : 'cancelled';
      return { ms: forward.ms, localAddress: null, outcome };
    }
    // Closing takes no time that is the target's.
    const connectedOnly = job.wire.kind === 'connect';
    const outcome = await speakOver(forward.channel, job, { trust, now, signal });
    return { ms: connectedOnly ? forward.ms : performance.now() - began, localAddress: null, outcome };
  };

  return {
    kind: 'forward',
    readsChains: true,
    readsIcmp: false,
    canDo: (wire) => (isTcp(wire) ? null : 'a forwarded channel carries TCP only'),
    run: async (jobs, run): Promise<EngineEnd> => {
      const ended: { lost: boolean } = { lost: false };
      const stopped = (): boolean => run.signal.aborted;
      await eachAtMost(jobs, Math.min(atOnce, mostPending), run.signal, async (job) => {
        await pause(job.startMs, run.signal);
        if (ended.lost || stopped()) return;
        const attempt = await speak(job, run);
        if (attempt === 'lost') ended.lost = true;
        else if (attempt !== 'cancelled' && !stopped()) run.onAttempt(job, attempt);
      });
      if (stopped()) return { kind: 'cancelled', message: 'cancelled' };
      return ended.lost ? { kind: 'lost', message: 'The SSH session was lost.' } : { kind: 'finished' };
    },
  };
}
