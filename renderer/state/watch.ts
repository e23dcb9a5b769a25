import type { RunEvent } from '../../shared/ipc/contract.ts';
import type { WatchNews } from '../../shared/ipc/watch-calls.ts';
import { t } from '../i18n/t.ts';

export type WatchChange = Extract<WatchNews, { kind: 'watch-change' }>;

/** A watch as far as it was told of. */
export interface WatchState {
  readonly everySeconds: number;
  /** UTC; empty: not told yet. */
  readonly endsAt: string;
  readonly round: number;
  /** Checks of the round that goes on; null: it waits for the next one. */
  readonly checking: number | null;
  /** UTC of the next round; empty: not told yet. */
  readonly nextAt: string;
  /** Checks that do not pass yet; null: the first round goes on. */
  readonly red: number | null;
  /** The newest first. */
  readonly changes: readonly WatchChange[];
  /** What cannot be reached now, by node; the empty name: a whole round failed. */
  readonly lost: Readonly<Record<string, string>>;
  readonly notify: boolean;
  readonly ended: Extract<WatchNews, { kind: 'watch-ended' }> | null;
}

export const noWatchNews: WatchState = {
  everySeconds: 0,
  endsAt: '',
  round: 0,
  checking: null,
  nextAt: '',
  red: null,
  changes: [],
  lost: {},
  notify: true,
  ended: null,
};

/** More changes than these the report holds, and the window does not. */
const changesAtOnce = 500;

export function isWatchNews(event: RunEvent): event is WatchNews {
  return event.kind.startsWith('watch-');
}

/** Takes in what a watch tells. */
export function withWatchNews(watch: WatchState, news: WatchNews): WatchState {
  switch (news.kind) {
    case 'watch-began':
      return { ...watch, everySeconds: news.everySeconds, endsAt: news.endsAt };
    case 'watch-round':
      return { ...watch, round: news.round, checking: news.checks };
    case 'watch-waiting':
      return { ...watch, checking: null, nextAt: news.nextAt, red: news.red };
    case 'watch-change':
      return { ...watch, changes: [news, ...watch.changes].slice(0, changesAtOnce) };
    case 'watch-lost': {
      const name = news.node ?? '';
      const others = Object.entries(watch.lost).filter(([node]) => node !== name);
      return {
        ...watch,
        lost: Object.fromEntries(news.says === null ? others : [...others, [name, news.says]]),
      };
    }
    case 'watch-ended':
      return { ...watch, checking: null, ended: news };
  }
}

/** `45 s`, `12 min`, `3 h 05 min`: the time until a UTC time. */
export function timeUntil(utc: string, nowMs: number): string {
  const at = Date.parse(utc);
  if (Number.isNaN(at)) return '';
  const seconds = Math.max(0, Math.round((at - nowMs) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** What a change is, with the second at which it was first seen. */
export function changeSentence({ title, service, what, at, since }: WatchChange): string {
  const between = since === null || since === at ? '' : t(', after {{since}}', { since });
  return `${at} ${title} ${service} ${what === 'opened' ? 'opened' : 'stopped working'}${between}`;
}
