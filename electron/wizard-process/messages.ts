import type { IpcReply, IpcCall, Problem, RunEvent } from '../../shared/ipc/contract.ts';
import type { Zoom } from '../../shared/ipc/zooms.ts';
import type { Language } from '../../shared/words/languages.ts';
import type { KeychainAnswer } from '../signing/system-keychain.ts';
import type { HeldSite, WizardDialogs } from '../usecases/wizard/ports.ts';

/**
 * What goes between the three processes. The window and the wizard talk over a port of their own, so that nothing large
 * passes through the main process; the wizard asks the main process for what only Electron can do.
 */

/** Over a window's port, from the window. What it holds is checked against the contract by the wizard. */
export interface CallMessage {
  readonly call: number;
  readonly channel: string;
  readonly args: unknown;
}

/** Over a window's port, to the window. */
export type WindowMessage =
  | { readonly kind: 'reply'; readonly call: number; readonly reply: IpcReply<IpcCall> }
  | { readonly kind: 'run-event'; readonly event: RunEvent };

/** What the main process tells the preload script of a window, with a port or without one. */
export interface ConnectionNews {
  /** Said instead of the answers that the wizard did not give before it ended; null: the first connection. */
  readonly problem: Problem | null;
}

/** What only the main process can do. Arguments and answers are data. */
export interface Asks extends DialogAsks {
  readonly 'keychain.available': () => Promise<KeychainAnswer>;
  readonly 'keychain.seal': (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly 'keychain.open': (sealed: Uint8Array) => Promise<Uint8Array>;
  readonly reveal: (path: string) => Promise<null>;
  readonly notify: (title: string, body: string) => Promise<null>;
  /** Opens another window. */
  readonly 'window.open': () => Promise<null>;
  /** The file that the system opened this window with, once. */
  readonly 'window.given': () => Promise<string | null>;
  /** Brings a window to the front. */
  readonly 'window.show': (window: number) => Promise<null>;
  readonly 'window.zoom': (percent: Zoom | null) => Promise<Zoom>;
  readonly 'window.speak': (language: Language) => Promise<null>;
}

type DialogAsks = { readonly [D in keyof WizardDialogs as `dialog.${D}`]: WizardDialogs[D] };

export type Ask = keyof Asks;

/** From the wizard to the main process. */
export type ToMain =
  | {
      readonly kind: 'ask';
      readonly ask: number;
      readonly window: number;
      readonly what: Ask;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'holds'; readonly window: number; readonly site: HeldSite | null }
  /** A run goes on, or the last one of all windows is over. */
  | { readonly kind: 'running'; readonly any: boolean }
  | { readonly kind: 'ended' };

/** From the main process to the wizard. A window's port comes along with `window`. */
export type ToWizard =
  | { readonly kind: 'window'; readonly window: number; readonly held: HeldSite | null }
  | { readonly kind: 'answer'; readonly ask: number; readonly answer: AskAnswer }
  | { readonly kind: 'end' };

export type AskAnswer =
  | { readonly ok: true; readonly value: unknown }
  /** `cure` null: nobody expected it. */
  | { readonly ok: false; readonly message: string; readonly cure: string | null };

/** The end of a channel, as far as it is needed here. */
export interface WizardPort {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  readonly onClose: (listener: () => void) => void;
}
