import { z } from 'zod';
import type { WrittenFiles } from './written-files.ts';

/** The calls of the log and of the support bundle. No path and no text of the log ever comes from the window. */

const id = z.string().min(1).max(100);

/** What a person may type about what happened. */
export const mostTyped = 20_000;

export const logArguments = {
  'log.read': z.tuple([]),
  /** Shows the log's folder in the system's file manager. */
  'log.folder': z.tuple([]),
  /** The window tells of a fault of its own. What the log keeps of it is decided behind the window. */
  'log.fault': z.tuple([
    z.strictObject({
      where: z.enum(['screen', 'window']),
      name: z.string().max(200),
      message: z.string().max(8000),
      stack: z.string().max(16_000),
    }),
  ]),
  /** Makes the files of a support bundle. Nothing is written. */
  'bundle.make': z.tuple([]),
  /** Writes the files that were shown, without those left out, and what was typed. Shows the system's dialog. */
  'bundle.save': z.tuple([
    id,
    z.strictObject({
      leaveOut: z.array(z.string().max(100)).max(50),
      happened: z.string().max(mostTyped),
    }),
  ]),
} as const satisfies Record<string, z.ZodType>;

export const logLevels = ['error', 'warning', 'info'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of the log, without anything of the customer's: what stands here is what stands on the disk. */
export interface LogLine {
  /** UTC with milliseconds. */
  readonly at: string;
  readonly level: LogLevel;
  readonly part: 'main' | 'wizard';
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

export interface LogView {
  /** The newest first. */
  readonly lines: readonly LogLine[];
  /** Older lines that are not among them. */
  readonly older: number;
  /** Lines of the files that cannot be understood: torn, or of another version. */
  readonly unreadable: number;
  /** A sentence: why nothing is written any more. Null: all is well. */
  readonly stopped: string | null;
}

/** A file of a support bundle, word for word. */
export interface BundleFile {
  readonly name: string;
  /** A sentence: what it holds. */
  readonly about: string;
  readonly text: string;
}

export interface Bundle {
  readonly id: string;
  readonly files: readonly BundleFile[];
}

/** The file of a bundle that holds what was typed. */
export const typedName = 'what-happened.txt';

export interface LogResults {
  'log.read': LogView;
  'log.folder': null;
  'log.fault': null;
  'bundle.make': Bundle;
  'bundle.save': WrittenFiles | null;
}
