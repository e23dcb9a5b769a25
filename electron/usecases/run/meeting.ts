import type { Check } from '../../../shared/plan/types.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import type { Detection } from '../../engines/detect.ts';
import type { ListenerWish } from './listener-phase.ts';
import type { RunSession } from './ports.ts';

/** A checked node as the nodes that check it meet it. */
export interface CheckedSide {
  readonly node: SiteNode;
  readonly session: RunSession;
  readonly detection: Detection;
}

/** Where the checked node and the other nodes that start checks at it wait for each other. */
export interface Meeting {
  /** The checked node is signed in to, and is the node which the site means. A later session takes its place. */
  readonly arrive: (side: CheckedSide) => void;
  /** The checked node has come to its end: nobody waits for it any more. */
  readonly depart: (why: string) => void;
  /** The checked node's side, or why there is none. */
  readonly side: () => Promise<CheckedSide | { readonly gone: string }>;
  /** Another node has seen what it could, and would like listeners for these. Resolves when they were dealt with. */
  readonly handIn: (peer: string, wishes: readonly ListenerWish[]) => Promise<void>;
  /** Another node will start no more checks. */
  readonly leave: (peer: string) => void;
  readonly isAwaited: () => boolean;
  /** Resolves to the wishes of all, when each of the other nodes has handed in or left. */
  readonly gathered: () => Promise<readonly ListenerWish[]>;
  /** The gathered wishes were dealt with. */
  readonly settle: () => void;
}

/** The node whose session a check starts in. */
export function startsAt({ vantage, node }: Check): string {
  return vantage.kind === 'peer' ? vantage.node : node;
}

/** @param peers the nodes that start checks at this one */
export function makeMeeting(peers: readonly string[]): Meeting {
  const awaited = new Set(peers);
  const waiting = new Set<() => void>();
  let side: CheckedSide | null = null;
  let gone: string | null = null;
  let open: { readonly wishes: readonly ListenerWish[]; settled: boolean }[] = [];
  const changed = (): void => {
    for (const look of [...waiting]) look();
  };
  const until = <T>(read: () => T | null): Promise<T> =>
    new Promise((resolve) => {
      const look = (): void => {
        const value = read();
        if (value === null) return;
        waiting.delete(look);
        resolve(value);
      };
      waiting.add(look);
      look();
    });
  return {
    arrive: (arrived) => {
      side = arrived;
      changed();
    },
    depart: (why) => {
      gone = why;
      side = null;
      changed();
    },
    side: () => until(() => side ?? (gone === null ? null : { gone })),
    handIn: async (peer, wishes) => {
      const part = { wishes, settled: false };
      open.push(part);
      awaited.delete(peer);
      changed();
      await until(() => (part.settled || gone !== null ? true : null));
    },
    leave: (peer) => {
      awaited.delete(peer);
      changed();
    },
    isAwaited: () => awaited.size > 0 || open.length > 0,
    gathered: () => until(() => (awaited.size === 0 ? open.flatMap(({ wishes }) => wishes) : null)),
    settle: () => {
      for (const part of open) part.settled = true;
      open = [];
      changed();
    },
  };
}
