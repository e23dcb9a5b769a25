import { z } from 'zod';
import { languages } from '../words/languages.ts';
import type { Problem } from './problem.ts';
import type { Zoom } from './zooms.ts';
import { zooms } from './zooms.ts';

/** The calls about the window itself, and what its menu and its main process tell it. */

export const windowArguments = {
  /** Sets the text size of this user's windows; null: only asks. */
  'app.zoom': z.tuple([z.literal(zooms).nullable()]),
  /** The language of the menu and of the system's dialogs. */
  'app.speak': z.tuple([z.enum(languages)]),
  'app.newWindow': z.tuple([]),
  /** What the system opened this window with, as when a person opens a site file or a report in the file manager. Asked once. */
  'app.given': z.tuple([]),
} as const satisfies Record<string, z.ZodType>;

export interface WindowResults {
  /** The text size that holds now. */
  'app.zoom': Zoom;
  'app.speak': null;
  'app.newWindow': null;
  /** Null: nothing. The file comes by `site.openGiven` or `verify.given`. */
  'app.given': 'site' | 'report' | null;
}

/** What the menu asks the window to do: the same as its own keys. */
export const windowActs = [
  'new',
  'open',
  'save-as',
  'verify',
  'practice',
  'close',
  'undo',
  'redo',
  'help',
  'log',
  'bundle',
] as const;

export type WindowAct = (typeof windowActs)[number];

/** Pushed by the main process to one window. */
export type WindowEvent =
  | { readonly kind: 'act'; readonly act: WindowAct }
  | { readonly kind: 'zoomed'; readonly zoom: Zoom }
  /** What reads files and runs checks ended by itself and was started again. */
  | { readonly kind: 'restarted'; readonly problem: Problem };
