import type {
  AppliedAnswer,
  AppInfo,
  HeldAgainst,
  OpenSite,
  Problem,
  ReadAnswer,
  RecentSite,
  ReportDraft,
  RunEvent,
  Saved,
} from '../../shared/ipc/contract.ts';
import type { WrittenFiles } from '../../shared/ipc/written-files.ts';
import type { IdentityView } from '../../shared/ipc/identity-calls.ts';
import type { CheckRecord, NodeRecord, Readiness } from '../../shared/results/types.ts';
import type { RuleSet } from '../../shared/rules/types.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import type { StepId } from './steps.ts';
import type { WatchState } from './watch.ts';

/** A screen that stands over the others; the way back leaves them as they were. */
export type PageId = 'verify' | 'identity' | 'history' | 'log' | 'bundle';

/** The draft of the site, with what undo and redo need. */
export interface History {
  readonly past: readonly SiteFile[];
  readonly present: SiteFile;
  readonly future: readonly SiteFile[];
  /** Field that is being typed in: its keystrokes are one step of undo. Null: the next edit begins a new one. */
  readonly typing: string | null;
}

export type SaveState =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly saved: Saved }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** What a run has shown so far. */
export interface RunProgress {
  /** Content of the rules that the run was started with; another content now makes the run stale. */
  readonly rulesKey: string;
  /** The latest word of each node: `Connecting to 10.20.0.10`. */
  readonly says: Readonly<Record<string, string>>;
  readonly checks: readonly string[];
  /** Attempt of the checks that are under way. */
  readonly attempts: Readonly<Record<string, number>>;
  readonly records: Readonly<Record<string, CheckRecord>>;
  readonly nodes: readonly NodeRecord[];
  /** What was known of checks that are made again now: it stands where nothing new is seen. */
  readonly again: Readonly<Record<string, CheckRecord>>;
}

export type RunState =
  | { readonly kind: 'not-run' }
  | {
      readonly kind: 'running';
      readonly progress: RunProgress;
      readonly cancelling: boolean;
      /** The run of which some checks are made again; null: this one is made from the start. */
      readonly before: RunState | null;
    }
  | {
      readonly kind: 'finished';
      readonly progress: RunProgress;
      readonly cancelled: boolean;
      readonly readiness: Readiness;
    }
  | { readonly kind: 'failed'; readonly progress: RunProgress; readonly problem: Problem };

export type HostKeyQuestion = Extract<RunEvent, { kind: 'host-key' }>;

/** The report of the latest run, and what became of it. */
export type ReportState =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'draft'; readonly draft: ReportDraft }
  | { readonly kind: 'signed'; readonly draft: ReportDraft; readonly written: WrittenFiles };

/** Addresses typed or pasted on Endpoints that are not added yet: they wait while another step is looked at. */
export interface PendingPaste {
  /** The role that was looked at last; null: the first one that misses addresses. */
  readonly role: string | null;
  readonly text: string;
  /** What the person said of single addresses, by line and text. */
  readonly choices?: Readonly<Record<string, PastedChoice>>;
}

export interface PastedChoice {
  readonly role?: string;
  /** A doubtful address is meant as it stands. */
  readonly taken?: boolean;
  /** It is not to be added, though it could be. */
  readonly left?: boolean;
}

/** The change request as last written. */
export interface WrittenRequest {
  readonly written: WrittenFiles;
  readonly rulesKey: string;
  /** The rules that it asks for. */
  readonly rules: RuleSet;
  /** Under which it was written. */
  readonly number: string;
  readonly revision: string;
}

/** A request that came back filled in, and whether it was taken over. */
export interface AnswerState {
  readonly read: ReadAnswer;
  readonly applied: AppliedAnswer | null;
}

export interface OpenState {
  readonly kind: 'open';
  readonly page: PageId | null;
  readonly info: AppInfo | null;
  readonly opened: OpenSite;
  readonly fileName: string | null;
  readonly step: StepId;
  readonly history: History;
  readonly save: SaveState;
  readonly paste: PendingPaste;
  readonly run: RunState;
  /** The watch that the run is; null: it is made once. */
  readonly watch: WatchState | null;
  readonly question: HostKeyQuestion | null;
  readonly request: WrittenRequest | null;
  /** What the request is held against; null: it asks for everything. */
  readonly against: HeldAgainst | null;
  readonly answer: AnswerState | null;
  readonly report: ReportState;
  /** The report that was signed of the run before the site was opened; null: none, or the run is another one now. */
  readonly signedBefore: WrittenFiles | null;
  /** Undefined: not read yet. */
  readonly identity: IdentityView | null | undefined;
  readonly problem: Problem | null;
}

export interface StartState {
  readonly kind: 'start';
  readonly page: PageId | null;
  readonly info: AppInfo | null;
  /** Null: not read yet. */
  readonly recent: readonly RecentSite[] | null;
  /** What is being waited for: `Opening the practice site`. */
  readonly busy: string | null;
  /** Undefined: not read yet. */
  readonly identity: IdentityView | null | undefined;
  readonly problem: Problem | null;
}

export type AppState = StartState | OpenState;

export type Action =
  | { readonly kind: 'info'; readonly info: AppInfo }
  | { readonly kind: 'recent'; readonly recent: readonly RecentSite[] }
  | { readonly kind: 'busy'; readonly says: string }
  | { readonly kind: 'idle' }
  | { readonly kind: 'paged'; readonly page: PageId | null }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'problem-closed' }
  /** `run`, `request`: as they were kept; absent: none was. */
  | {
      readonly kind: 'opened';
      readonly site: OpenSite;
      readonly run?: RunState;
      readonly request?: WrittenRequest | null;
    }
  | { readonly kind: 'closed' }
  | { readonly kind: 'stepped'; readonly step: StepId }
  | { readonly kind: 'edited'; readonly site: SiteFile; readonly field: string | null }
  | { readonly kind: 'pasted'; readonly paste: PendingPaste }
  | { readonly kind: 'settled' }
  | { readonly kind: 'undone' }
  | { readonly kind: 'redone' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved'; readonly saved: Saved; readonly site: SiteFile }
  | { readonly kind: 'save-failed'; readonly problem: Problem }
  /** `watch`: it goes on until everything is open. */
  | {
      readonly kind: 'run-asked';
      readonly rulesKey: string;
      readonly watch: boolean;
      /** Checks that are made again, with everything else as it is. Absent: all are made. */
      readonly only?: readonly string[];
    }
  | { readonly kind: 'run-withdrawn' }
  | { readonly kind: 'watch-notify'; readonly on: boolean }
  | { readonly kind: 'run-refused'; readonly problem: Problem }
  | { readonly kind: 'run-events'; readonly events: readonly RunEvent[] }
  | { readonly kind: 'question-answered' }
  | { readonly kind: 'cancel-asked' }
  | { readonly kind: 'request-written'; readonly request: WrittenRequest }
  | { readonly kind: 'held-against'; readonly against: HeldAgainst | null }
  | { readonly kind: 'answer-read'; readonly read: ReadAnswer }
  | { readonly kind: 'answer-applied'; readonly applied: AppliedAnswer }
  | { readonly kind: 'report-asked' }
  | { readonly kind: 'report-read'; readonly draft: ReportDraft | null }
  | { readonly kind: 'report-signed'; readonly written: WrittenFiles }
  | { readonly kind: 'identity'; readonly identity: IdentityView | null };

export const firstState: StartState = {
  kind: 'start',
  page: null,
  info: null,
  recent: null,
  busy: null,
  identity: undefined,
  problem: null,
};
