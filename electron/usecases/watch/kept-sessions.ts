import type { SiteNode } from '../../../shared/site/schema.ts';
import { SshError } from '../../ssh/index.ts';
import type { SshErrorKind } from '../../ssh/ssh-error.ts';
import { UseCaseError } from '../problem.ts';
import type { RunPorts, RunSession } from '../run/ports.ts';

/** One session to each node, kept from round to round. */
export interface KeptSessions {
  /** In place of a run's own: gives the session that stands, or opens one. Closing it leaves it standing. */
  readonly connect: RunPorts['connect'];
  /** Nodes that may be dialled now; the others wait after a failure, or are given up. */
  readonly mayDial: (node: string) => boolean;
  /** Why a node is not signed in to; null: it is, or nothing was tried. */
  readonly trouble: (node: string) => Trouble | null;
  readonly end: () => void;
}

export interface Trouble {
  readonly says: string;
  /** No further try would help, or it might lock an account. */
  readonly forGood: boolean;
}

/** Waits after failures, in milliseconds: a node that boots takes minutes, and nobody is to be hammered. */
const pauses = [0, 5000, 10_000, 20_000, 40_000, 60_000] as const;

/** What passes by itself: cables, reboots, a daemon that is not up yet. */
const passing: readonly SshErrorKind[] = [
  'lost',
  'timed-out',
  'unreachable',
  'connection-refused',
  'host-unresolved',
  'handshake-failed',
  'not-ssh',
  'exec-refused',
  'cancelled',
];

/** A node that boots may refuse everyone for a while, but whoever is refused too often may be locked out. */
const refusals: readonly SshErrorKind[] = ['wrong-password', 'key-rejected', 'no-method-left'];
const mostRefusals = 3;

/** A session that does not answer within this is gone, whatever TCP still believes. */
const answerMs = 3000;

interface Kept {
  session: RunSession | null;
  everSignedIn: boolean;
  failures: number;
  refused: number;
  notBefore: number;
  trouble: Trouble | null;
  /** Of the round that uses the session. */
  readonly listeners: Set<OnLost>;
}

type OnLost = (lost: Error | undefined) => void;

/** @param elapsed milliseconds of a clock that is never set */
export function keptSessions(ports: Pick<RunPorts, 'connect'>, elapsed: () => number): KeptSessions {
  const all = new Map<string, Kept>();
  const keptOf = (name: string): Kept => {
    const known = all.get(name) ?? {
      ...{ session: null, everSignedIn: false, failures: 0, refused: 0, notBefore: 0, trouble: null },
      listeners: new Set<OnLost>(),
    };
    all.set(name, known);
    return known;
  };

  const open = async (node: SiteNode, kept: Kept, signal: AbortSignal): Promise<RunSession> => {
    try {
      const session = await ports.connect(node, signal);
      Object.assign(kept, { session, everSignedIn: true, failures: 0, refused: 0, trouble: null });
      // Once: rounds are many, and a session forgets no listener.
      session.onClose((error) => {
        if (kept.session !== session) return;
        kept.session = null;
        for (const listener of kept.listeners) listener(error);
        kept.trouble = { says: error?.message ?? 'The SSH session was closed.', forGood: false };
      });
      return session;
    } catch (error) {
      if (!signal.aborted) noteFailure(kept, error);
      throw error;
    }
  };

  const noteFailure = (kept: Kept, error: unknown): void => {
    kept.failures += 1;
    kept.notBefore = elapsed() + (pauses[Math.min(kept.failures, pauses.length - 1)] ?? 60_000);
    const kind = error instanceof SshError ? error.kind : null;
    const isRefused = kind !== null && refusals.includes(kind);
    if (isRefused) kept.refused += 1;
    const mayPass =
      (kind !== null && passing.includes(kind)) ||
      (isRefused && kept.everSignedIn && kept.refused < mostRefusals);
    const cure = error instanceof SshError || error instanceof UseCaseError ? ` ${error.cure}` : '';
    const says = error instanceof Error ? `${error.message}${cure}` : String(error);
    kept.trouble = { says, forGood: !mayPass };
  };

  return {
    connect: async (node, signal) => {
      const kept = keptOf(node.name);
      const standing = kept.session;
      if (standing !== null && (await answers(standing))) return borrowed(standing, kept);
      if (standing !== null) {
        kept.session = null;
        standing.close();
      }
      return borrowed(await open(node, kept, signal), kept);
    },
    mayDial: (node) => {
      const { trouble, notBefore } = keptOf(node);
      return trouble?.forGood !== true && elapsed() >= notBefore;
    },
    trouble: (node) => keptOf(node).trouble,
    end: () => {
      for (const kept of all.values()) {
        const { session } = kept;
        kept.session = null;
        session?.close();
      }
    },
  };
}

async function answers(session: RunSession): Promise<boolean> {
  if (session.roundTrip === undefined) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), answerMs);
  });
  try {
    return await Promise.race([session.roundTrip().then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The session for one round: what listens to its end is forgotten with the round, and closing it leaves it standing. */
function borrowed(session: RunSession, kept: Kept): RunSession {
  const own = new Set<OnLost>();
  return {
    hostKey: session.hostKey,
    ...(session.localAddress === undefined ? {} : { localAddress: session.localAddress }),
    ...(session.roundTrip === undefined
      ? {}
      : { roundTrip: () => session.roundTrip?.() ?? Promise.resolve() }),
    exec: (command, options) => session.exec(command, options),
    execStream: (command, options) => session.execStream(command, options),
    openStream: (command, options) => session.openStream(command, options),
    forwardOut: (host, port, options) => session.forwardOut(host, port, options),
    onClose: (listener) => {
      if (kept.session !== session) {
        session.onClose(listener);
        return;
      }
      own.add(listener);
      kept.listeners.add(listener);
    },
    close: () => {
      for (const listener of own) kept.listeners.delete(listener);
      own.clear();
    },
  };
}
