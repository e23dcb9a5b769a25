import { z } from 'zod';
import type { WatchEnd } from '../report/watch/schema.ts';
import type { WrittenFiles } from './written-files.ts';

/** The calls and events of a watch: red checks again and again, until everything is open, the time is over, or a person stops it. */

const id = z.string().min(1).max(100);

/** Seconds between two rounds, and minutes until the end: what the window offers, and the main process takes. */
export const watchBounds = {
  everySeconds: { least: 5, most: 3600 },
  minutes: { least: 1, most: 1440 },
} as const;

const { everySeconds, minutes } = watchBounds;

export const watchSettings = {
  everySeconds: z.int().min(everySeconds.least).max(everySeconds.most),
  minutes: z.int().min(minutes.least).max(minutes.most),
  /** Tell by the system's notifications too. */
  notify: z.boolean(),
  /** Opens the signing identity, for the report at the end; null: it opens without. */
  passphrase: z.string().max(4096).nullable(),
} as const;

export const watchArguments = {
  /** From now on the watch tells by notifications, or does not any more. */
  'watch.notify': z.tuple([id, z.boolean()]),
} as const satisfies Record<string, z.ZodType>;

export interface WatchResults {
  'watch.notify': null;
}

/** Pushed while a watch goes on. Times are UTC to the second. */
export type WatchNews =
  | {
      readonly kind: 'watch-began';
      readonly site: string;
      readonly at: string;
      readonly endsAt: string;
      readonly everySeconds: number;
    }
  | {
      readonly kind: 'watch-round';
      readonly site: string;
      readonly at: string;
      readonly round: number;
      readonly checks: number;
    }
  | {
      readonly kind: 'watch-waiting';
      readonly site: string;
      readonly at: string;
      readonly nextAt: string;
      /** Rules that pass, and checks that do not. */
      readonly open: number;
      readonly red: number;
    }
  | {
      readonly kind: 'watch-change';
      readonly site: string;
      readonly what: 'opened' | 'closed';
      readonly rule: string;
      readonly title: string;
      readonly service: string;
      /** When it was first seen like this; it changed between then and `since`. */
      readonly at: string;
      /** When it was last seen otherwise; null: it was never. */
      readonly since: string | null;
    }
  /** `node` null: a whole round failed. `says` null: it can be reached again. */
  | {
      readonly kind: 'watch-lost';
      readonly site: string;
      readonly at: string;
      readonly node: string | null;
      readonly says: string | null;
    }
  | {
      readonly kind: 'watch-ended';
      readonly site: string;
      readonly at: string;
      readonly why: WatchEnd;
      /** The signed report of it. */
      readonly written: WrittenFiles;
    };
