import type { ListenerLeave } from '../../../shared/plan/temporary-listener.ts';
import { whyNoListener } from '../../../shared/plan/temporary-listener.ts';
import { hexOf } from '../../../shared/probes/bytes.ts';
import { listenerProbe } from '../../../shared/probes/listener-token.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { observe } from '../../../shared/probes/observe.ts';
import type { ProbeReading, RawAttempt } from '../../../shared/probes/types.ts';
import type { Detection } from '../../engines/detect.ts';
import type { ListenerPlace, TemporaryListeners } from '../../engines/listener.ts';
import { openListeners, placeKey } from '../../engines/listener.ts';
import type { PlannedJob } from '../../engines/run-jobs.ts';
import { runJobs } from '../../engines/run-jobs.ts';
import { askSocketTable, isListening } from '../../engines/socket-table.ts';
import { attemptsIn } from './attempts-in.ts';
import type { CheckDraft } from './draft-check.ts';
import type { RunSession } from './ports.ts';
import type { ReadyCheck } from './ready-check.ts';
import { jobOf } from './ready-check.ts';

/** An In check that met nothing, on a port where the node has nothing: a listener may still prove its path. */
export interface ListenerWish {
  readonly ready: ReadyCheck;
  readonly place: ListenerPlace;
}

/** What a port without a service looks like from outside. */
const looksVacant: readonly Observation[] = ['refused', 'filtered', 'no-answer'];

function note({ evidence }: CheckDraft, says: string): void {
  evidence['temporaryListener'] = says;
}

const readingsOf = (draft: CheckDraft): readonly ProbeReading[] =>
  draft.attempts.map(({ reading }) => reading);

/**
 * The listener that a check could do with; null: none. Where one would help and may not be opened, the evidence says why.
 *
 * @param nodeAddress the node's own address at the end of the flow, whatever address was dialled
 * @param leave null: there is nobody to ask for one
 */
export function listenerWish(
  ready: ReadyCheck,
  nodeAddress: string,
  leave: ListenerLeave | null,
): ListenerWish | null {
  const { draft } = ready;
  const { port, protocol } = draft.check.target;
  if (leave === null || port === null || protocol === 'icmp') return null;
  if (!looksVacant.includes(observe(readingsOf(draft)).observation)) return null;
  if (draft.listener === true) return null;
  if (draft.listener === null) {
    note(draft, 'not tried: the node does not show whether its port is free');
    return null;
  }
  const no = whyNoListener(draft.check, leave);
  if (no === null) return { ready, place: { transport: protocol, address: nodeAddress, port } };
  note(draft, `not tried: ${no}`);
  return null;
}

/** For the attempts themselves, their repeats, and what lies between. */
function lifetimeMs(wishes: readonly ListenerWish[]): number {
  const longest = Math.max(
    ...wishes.map(({ ready: { draft } }) => draft.check.timeoutMs * (draft.check.retries + 2)),
  );
  return Math.min(longest * 2 + 20_000, 180_000);
}

interface Attempted {
  readonly wish: ListenerWish;
  readonly tag: string;
  readonly planned: PlannedJob;
  readonly attempts: CheckDraft['attempts'];
}

function prepare(wish: ListenerWish, listeners: TemporaryListeners, tag: string): Attempted | null {
  const { ready, place } = wish;
  const { draft } = ready;
  const words = listeners.standing.get(placeKey(place));
  if (words === undefined) {
    note(draft, `not opened: ${listeners.failed.get(placeKey(place)) ?? 'the node did not open it'}`);
    return null;
  }
  const probe = listenerProbe(place.transport, { ...words, tag });
  const engines = ready.engines.filter((engine) => engine.canDo(probe.wire, draft.check) === null);
  if (engines.length === 0) {
    note(draft, 'not tried: no engine of this check can ask it');
    return null;
  }
  return {
    wish,
    tag,
    planned: {
      job: { ...jobOf(ready), wire: probe.wire },
      engines,
      read: (attempt) => probe.read(attempt, { resolved: ready.host }),
    },
    attempts: [],
  };
}

/** What the attempts are worth: they count only while the listener stood, and only with its word for who asked. */
function conclude(one: Attempted, listeners: TemporaryListeners, stood: boolean): void {
  const { wish, tag, attempts } = one;
  const { draft } = wish.ready;
  const place = `${wish.place.address}, ${wish.place.port}/${wish.place.transport} (${listeners.means})`;
  const seen = listeners.seenAt(placeKey(wish.place), tag);
  const own = attempts.map(({ reading }) => reading);
  const answered = own.some(({ observation }) => observation === 'confirmed');
  if (answered ? seen === null : !stood) {
    note(draft, `stood on ${place}, and was gone too early: its attempts do not count`);
    return;
  }
  draft.attempts.push(...attempts);
  const decisive = observe(readingsOf(draft)).reading;
  if (decisive !== null && own.includes(decisive)) draft.listener = 'temporary';
  if (seen !== null) draft.sourceSeen = { address: seen, basis: 'listener' };
  note(draft, `stood on ${place}; ${seen === null ? 'nobody reached it' : `reached from ${seen}`}`);
}

/** The node tells who asked a moment after the answer. */
async function untilTold(done: () => boolean): Promise<void> {
  for (let tries = 0; tries < 20 && !done(); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
}

/**
 * Opens listeners on the checked node for the services that are not started, repeats the checks against them, and removes
 * them, whatever happens. Never on a port in use: the node is looked at once more, and binding shares nothing.
 */
export async function proveByListeners(
  wishes: readonly ListenerWish[],
  side: { readonly session: RunSession; readonly detection: Detection },
  options: {
    readonly signal: AbortSignal;
    /** A listener that nobody could reach because its node was out of reach is no firewall's. */
    readonly doubtsSilence: (attempt: RawAttempt) => boolean;
    readonly random: (bytes: number) => Uint8Array;
    readonly onRunning: (check: string, attempt: number) => void;
  },
): Promise<void> {
  const { session, detection } = side;
  const { signal } = options;
  if (wishes.length === 0 || signal.aborted) return;
  const sockets = await askSocketTable(session, signal);
  const free = wishes.filter(({ ready, place }) => {
    const isFree = sockets !== null && !isListening(sockets, place);
    if (!isFree) note(ready.draft, 'not tried: the node no longer shows its port as free');
    return isFree;
  });
  if (free.length === 0) return;
  const places = [...new Map(free.map(({ place }) => [placeKey(place), place])).values()];
  const listeners = await openListeners(session, detection, places, { deadlineMs: lifetimeMs(free), signal });
  const tried = free.flatMap((wish) => prepare(wish, listeners, hexOf(options.random(8))) ?? []);
  try {
    const byCheck = new Map(tried.map((one) => [one.wish.ready.draft.check.id, one]));
    for (const id of byCheck.keys()) options.onRunning(id, 1);
    await runJobs(
      tried.map(({ planned }) => planned),
      {
        signal,
        doubtsSilence: options.doubtsSilence,
        onAttempt: ({ planned, engine, attempt, reading }) => {
          const one = byCheck.get(planned.job.check.id);
          if (one === undefined) return;
          one.attempts.push(...attemptsIn(attempt, reading, one.planned.read));
          one.wish.ready.draft.engine = engine.kind;
        },
      },
    );
    const told = ({ wish, tag, attempts }: Attempted): boolean =>
      listeners.seenAt(placeKey(wish.place), tag) !== null ||
      !attempts.some(({ reading }) => reading.observation === 'confirmed');
    await untilTold(() => tried.every(told));
    const standing = await listeners.check();
    for (const one of tried)
      if (one.attempts.length > 0) conclude(one, listeners, standing.has(placeKey(one.wish.place)));
  } finally {
    const left = await listeners.close();
    for (const { wish } of tried)
      if (left?.includes(placeKey(wish.place)) === true)
        wish.ready.draft.remarks.push(
          `The node still showed the temporary listener on port ${wish.place.port} after it was told to end; it ends by itself.`,
        );
  }
}
