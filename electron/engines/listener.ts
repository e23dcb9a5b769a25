import { randomBytes } from 'node:crypto';
import type { Detection } from './detect.ts';
import type { Interpreter } from './inbound.ts';
import { startInbound } from './inbound.ts';
import type { NodeSession } from './node-session.ts';
import { askSocketTable, isListening } from './socket-table.ts';

/** A port of the node that a listener is wanted on: always on one address, never on every one. */
export interface ListenerPlace {
  readonly transport: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
}

/** `tcp 10.20.0.10 445` */
export function placeKey({ transport, address, port }: ListenerPlace): string {
  return `${transport} ${address} ${port}`;
}

/** What a listener answers with, and to what. */
export interface ListenerWords {
  readonly ask: string;
  readonly token: string;
}

/** Listeners that stand on a node. They go with `close`, with the session, or by themselves after their deadline. */
export interface TemporaryListeners {
  /** What works on the node, for people. */
  readonly means: string;
  /** By `placeKey`. */
  readonly standing: ReadonlyMap<string, ListenerWords>;
  /** By `placeKey`: why there is none. */
  readonly failed: ReadonlyMap<string, string>;
  /** Who said the word and that tag to it, as the node saw them; null: nobody yet. */
  readonly seenAt: (key: string, tag: string) => string | null;
  /** Places where they still stand, as far as the node shows it. */
  readonly check: () => Promise<ReadonlySet<string>>;
  /** Removes them. Resolves to the places where the node still shows a listener; null: it shows no sockets. */
  readonly close: () => Promise<readonly string[] | null>;
}

/** For the interpreter to start on a busy node, and to bind. */
const answerMs = 10_000;
/** The node's table is looked at again until the listener has gone from it. */
const goneTries = 25;
const goneEveryMs = 200;

const whys: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use on the node',
  EADDRNOTAVAIL: 'the node does not have that address now',
  EACCES: 'the user that signed in may not open it',
  EPERM: 'the user that signed in may not open it',
};

const pauseFor = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Programs of the node that can listen and go with the session, the one that tells most first. */
export function listenerMeans(detection: Pick<Detection, 'python' | 'perl'>): readonly Interpreter[] {
  return [
    ...(detection.python === null ? [] : (['python'] as const)),
    ...(detection.perl === null ? [] : (['perl'] as const)),
  ];
}

async function stillThere(
  session: NodeSession,
  places: readonly ListenerPlace[],
): Promise<readonly string[] | null> {
  const { signal } = new AbortController();
  for (let tries = 0; ; tries++) {
    const sockets = await askSocketTable(session, signal);
    if (sockets === null) return null;
    const left = places.filter((place) => isListening(sockets, place)).map(placeKey);
    if (left.length === 0 || tries >= goneTries) return left;
    await pauseFor(goneEveryMs);
  }
}

/**
 * Opens listeners on a node that answer with a random token to who knows their word. A port that anything uses is left
 * alone: binding it fails, and nothing is shared. Never rejects; what could not be opened is in `failed`.
 *
 * @param deadlineMs after which they go by themselves, whatever happens to the session
 */
export async function openListeners(
  session: NodeSession,
  detection: Pick<Detection, 'python' | 'perl'>,
  places: readonly ListenerPlace[],
  options: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<TemporaryListeners> {
  const standing = new Map<string, ListenerWords>();
  const failed = new Map<string, string>();
  const seen = new Map<string, string>();
  const [means] = listenerMeans(detection);
  const none: TemporaryListeners = {
    means: 'none',
    standing,
    failed,
    seenAt: () => null,
    check: () => Promise.resolve(new Set()),
    close: () => Promise.resolve([]),
  };
  if (means === undefined) {
    for (const place of places)
      failed.set(placeKey(place), 'the node has neither Python nor Perl to listen with');
    return none;
  }
  const words = places.map((): ListenerWords => ({
    ask: randomBytes(16).toString('hex'),
    token: randomBytes(16).toString('hex'),
  }));
  const tasks = places.flatMap((place, index) => {
    const word = words[index];
    return word === undefined ? [] : [{ kind: 'listen' as const, ...place, ...word }];
  });
  const script = startInbound(session, means, tasks, {
    answerMs,
    ...options,
    onEvent: (index, event) => {
      const [place, word] = [places[index], words[index]];
      if (place === undefined || word === undefined) return;
      const key = placeKey(place);
      if (event.kind === 'listening') standing.set(key, word);
      else if (event.kind === 'failed') failed.set(key, whys[event.errno] ?? `the node says ${event.errno}`);
      else if (event.kind === 'seen') seen.set(`${key} ${event.tag}`, event.address);
    },
  });
  await script.answered;
  for (const place of places) {
    const key = placeKey(place);
    if (!standing.has(key) && !failed.has(key)) failed.set(key, 'the node did not open it in time');
  }
  return {
    means,
    standing,
    failed,
    seenAt: (key, tag) => seen.get(`${key} ${tag}`) ?? null,
    check: async () => {
      const sockets = await askSocketTable(session, options.signal);
      const stand = places.filter(
        (place) => standing.has(placeKey(place)) && (sockets === null || isListening(sockets, place)),
      );
      return script.isOver() ? new Set() : new Set(stand.map(placeKey));
    },
    close: async () => {
      script.stop();
      await script.ended;
      return stillThere(
        session,
        places.filter((place) => standing.has(placeKey(place))),
      );
    },
  };
}
