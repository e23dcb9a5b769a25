import { z } from 'zod';
import type { Outcome } from '../documents/answer/judge.ts';
import type { Proposal } from '../documents/answer/proposal.ts';
import type { Answer } from '../documents/answer/schema.ts';
import type { EarlierRequest } from '../documents/change-request/earlier-request.ts';
import type { CheckedReport } from '../documents/change-request/only-blocked.ts';
import { requestFormats } from '../documents/request-formats.ts';
import type { Finding } from '../lib/result.ts';
import type { ReportRule, ReportGroup } from '../report/schema.ts';
import type { CheckRecord, ControlRecord, NodeRecord, Readiness } from '../results/types.ts';
import type { DenialEffect } from '../rules/denial/types.ts';
import type { SiteFile } from '../site/schema.ts';
import type { EndpointResults } from './endpoint-calls.ts';
import { endpointArguments } from './endpoint-calls.ts';
import type { IdentityResults } from './identity-calls.ts';
import { identityArguments } from './identity-calls.ts';
import type { LogResults } from './log-calls.ts';
import { logArguments } from './log-calls.ts';
import type { Problem } from './problem.ts';
import type { ReportResults } from './report-calls.ts';
import { reportArguments } from './report-calls.ts';
import type { RequestResults } from './request-calls.ts';
import { requestArguments } from './request-calls.ts';
import { signingChoice } from './signing-choice.ts';
import type { SaveConflict, SiteResults, SiteStep } from './site-calls.ts';
import { siteArguments } from './site-calls.ts';
import type { RunResults } from './run-calls.ts';
import { runArguments, runSettings } from './run-calls.ts';
import type { VerifyResults } from './verify-calls.ts';
import { verifyArguments } from './verify-calls.ts';
import type { WatchNews, WatchResults } from './watch-calls.ts';
import { watchArguments, watchSettings } from './watch-calls.ts';
import type { WindowEvent, WindowResults } from './window-calls.ts';
import { windowArguments } from './window-calls.ts';
import type { WrittenFiles } from './written-files.ts';

/**
 * Every call between the window and the main process, once. The window sends ids and form values, never paths, hosts off
 * the plan, or commands; the main process resolves ids. Arguments are parsed with these schemas on entry.
 */

const id = z.string().min(1).max(100);
/** A site as the forms hold it: may be unfinished, so it is checked by shared/site, not here. */
const draft = z.record(z.string(), z.unknown());
const paper = z.enum(['a4', 'letter']);

const noArguments = z.tuple([]);

/** Argument schemas of every call. Result types: `IpcResults`. */
export const ipcArguments = {
  'app.info': noArguments,
  ...windowArguments,
  'recent.list': noArguments,
  'recent.forget': z.tuple([id]),
  /** Shows the system's dialog for where a moved file is now. */
  'recent.locate': z.tuple([id]),
  'site.create': noArguments,
  /** Shows the system's dialog. */
  'site.open': noArguments,
  /** The site file of which `app.given` told. */
  'site.openGiven': noArguments,
  'site.openRecent': z.tuple([id]),
  'site.openPractice': z.tuple([z.enum(['blocked', 'solved'])]),
  /** Autosave: to the site's file when it has one and the site is valid, else to the drafts. */
  'site.save': z.tuple([id, draft]),
  /** Shows the system's dialog. */
  'site.saveAs': z.tuple([id, draft]),
  'site.close': z.tuple([id]),
  ...siteArguments,
  ...endpointArguments,
  /** The PDF that saving would write now. A newer call for the same site ends an older one. */
  'request.preview': z.tuple([id, draft, z.strictObject({ paper, against: id.nullable() })]),
  /**
   * Reads what a request can be held against: an earlier one, to ask for the difference, or a readiness report, to ask only for
   * what does not work. Shows the system's dialog, unless the site's own report lies beside its file.
   */
  'request.against': z.tuple([id, z.enum(['earlier', 'report'])]),
  /** Shows the system's dialog for the folder, unless `sameFolder` and there is one from before. */
  'request.save': z.tuple([
    id,
    z.strictObject({
      formats: z.array(z.enum(requestFormats)).min(1),
      paper,
      sameFolder: z.boolean(),
      /** An id that `request.against` gave; null: everything is asked for. */
      against: id.nullable(),
    }),
  ]),
  /**
   * Reads a request that came back filled in. Shows the system's dialog for it, and one for the request's JSON if that is
   * found neither beside it nor beside the site. Changes nothing.
   */
  'answer.read': z.tuple([id]),
  /** The technician's yes to what `answer.read` proposed: changes the site, and records the answer beside it. */
  'answer.apply': z.tuple([id, id]),
  /** Shows the system's dialog; the window only ever holds the id and the name. */
  'keyFile.choose': noArguments,
  'run.start': z.tuple([id, z.strictObject(runSettings)]),
  /** A run that goes on: what does not pass is checked again and again. It ends with a signed report. */
  'watch.start': z.tuple([id, z.strictObject({ ...runSettings, ...watchSettings })]),
  ...watchArguments,
  ...requestArguments,
  'run.answerHostKey': z.tuple([id, z.strictObject({ question: id, accept: z.boolean() })]),
  'run.cancel': z.tuple([id]),
  ...runArguments,
  ...identityArguments,
  /** The report of the latest run of this site, not yet signed. */
  'report.draft': z.tuple([id]),
  /** Signs and saves beside the site file, or where the system's dialog says. */
  'report.sign': z.tuple([id, signingChoice]),
  ...reportArguments,
  ...verifyArguments,
  ...logArguments,
  /** Shows a file that this session wrote in the system's file manager. */
  'file.reveal': z.tuple([id]),
} as const satisfies Record<string, z.ZodType>;

export type IpcCall = keyof typeof ipcArguments;
export type IpcArguments<C extends IpcCall> = z.infer<(typeof ipcArguments)[C]>;

export type { Problem };

export interface AppInfo {
  readonly version: string;
  readonly catalog: { readonly id: string; readonly version: string; readonly title: string };
  readonly platform: string;
  readonly agentAvailable: boolean;
}

export interface OpenSite {
  readonly id: string;
  /** Null: never saved to a file of its own. */
  readonly fileName: string | null;
  readonly practice: 'blocked' | 'solved' | null;
  readonly site: SiteFile;
  /** What was there when it was opened from an autosaved draft, else null. */
  readonly recoveredFrom: string | null;
  /** Where the person was when it was open last; absent: never yet. */
  readonly step?: SiteStep;
  /** Another window of this program has the same file open. */
  readonly otherWindow?: boolean;
  /** The latest run, signed or not, as it was when the site was left; absent: there is none. */
  readonly keptRun?: KeptRun;
  /** What was written for it before; absent: nothing. */
  readonly made?: MadeBefore;
}

/** What was written for a site when it was open before. */
export interface MadeBefore {
  /** The change request, with the site that it was written for; null: none. Files that are gone are not among them. */
  readonly request: { readonly written: WrittenFiles; readonly site: SiteFile } | null;
  /** The signed report of the run that is kept; null: that run was not signed. */
  readonly report: WrittenFiles | null;
}

/** A run as it was kept, judged anew. */
export interface KeptRun {
  readonly checks: readonly CheckRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly cancelled: boolean;
  readonly readiness: Readiness;
  /** The site now asks for other rules than those that were checked. */
  readonly stale: boolean;
}

export interface Saved {
  readonly at: string;
  readonly fileName: string | null;
  /** Where it went: the site's own file, or the drafts because of these findings. */
  readonly to: 'file' | 'draft';
  readonly findings: readonly Finding[];
  /** Absent: there is none. */
  readonly conflict?: SaveConflict;
}

export interface RecentSite {
  readonly id: string;
  readonly customer: string;
  readonly site: string;
  readonly fileName: string;
  readonly found: boolean;
  readonly openedAt: string;
  readonly readiness: Readiness | null;
  /** Folder of its file; null: it has none yet. */
  readonly folder: string | null;
  /** UTC of edits that are kept as a draft and are not in the file; null: there are none. */
  readonly draft: string | null;
  /** Checks of the latest run by verdict; null: there was none. */
  readonly counts: VerdictCounts | null;
}

/** How many checks of a run have which verdict. */
export interface VerdictCounts {
  readonly pass: number;
  readonly fail: number;
  readonly inconclusive: number;
}

/** A request that came back filled in, as read. */
export interface ReadAnswer {
  readonly id: string;
  readonly fileName: string;
  readonly answer: Answer;
  readonly outcome: Outcome;
  /** What the denied lines do to the features of the site as it is now. */
  readonly effect: DenialEffect;
  /** What `answer.apply` would change. */
  readonly proposal: Proposal;
}

export interface AppliedAnswer {
  /** The site with the changes in it, for the forms; it is saved already. */
  readonly site: SiteFile;
  readonly saved: Saved;
  /** The record of the answer beside the site; null: the site has no file of its own yet. */
  readonly written: WrittenFiles | null;
}

/** What a request is held against. Exactly one of the two is there. */
export interface HeldAgainst {
  readonly id: string;
  readonly fileName: string;
  readonly since: EarlierRequest | null;
  /** A report that was verified. */
  readonly checked: CheckedReport | null;
}

/** The change request as the file that saving would write. */
export interface RequestPreview {
  readonly bytes: Uint8Array;
  readonly status: 'draft' | 'for-decision';
  /** UTC; it stands in the file. */
  readonly createdAt: string;
  readonly pages: number;
  /** Where each line stands: page from 1, points from the top of the page. */
  readonly places: readonly {
    readonly number: number;
    readonly page: number;
    readonly top: number;
    readonly height: number;
  }[];
  /** Sentences: characters that no font has. */
  readonly remarks: readonly string[];
}

/** What the Report step shows before it is signed. */
export interface ReportDraft {
  readonly practice: boolean;
  readonly readiness: Readiness;
  /** What the verdict would be if this were no practice; equals `readiness` otherwise. */
  readonly wouldBe: Readiness;
  readonly sentence: string;
  readonly startedAt: string;
  readonly rules: readonly ReportRule[];
  readonly groups: readonly ReportGroup[];
  readonly checks: readonly CheckRecord[];
  readonly controls: readonly ControlRecord[];
  readonly nodes: readonly NodeRecord[];
  /** The site was edited after the run in a way that changes its rules. */
  readonly stale: boolean;
  /** The run was a watch: it has opening times. Absent: it was made once. */
  readonly watched?: boolean;
}

/** Result of every call; the wrapper adds `Problem` for failures. Null: the person closed the dialog. */
export interface IpcResults
  extends
    EndpointResults,
    IdentityResults,
    LogResults,
    ReportResults,
    RunResults,
    SiteResults,
    VerifyResults,
    WatchResults,
    RequestResults,
    WindowResults {
  'app.info': AppInfo;
  'recent.list': readonly RecentSite[];
  'recent.forget': null;
  'recent.locate': OpenSite | null;
  'site.create': OpenSite;
  'site.openGiven': OpenSite | null;
  'site.open': OpenSite | null;
  'site.openRecent': OpenSite;
  'site.openPractice': OpenSite;
  'site.save': Saved;
  'site.saveAs': Saved | null;
  'site.close': null;
  'site.takeTheirs': OpenSite;
  /** Null: a newer preview of this site was asked for meanwhile. */
  'request.preview': RequestPreview | null;
  'request.against': HeldAgainst | null;
  'request.save': WrittenFiles | null;
  'answer.read': ReadAnswer | null;
  'answer.apply': AppliedAnswer;
  'keyFile.choose': { readonly id: string; readonly name: string } | null;
  'run.start': { readonly total: number };
  /** Null: the person closed the dialog for the report's folder. */
  'watch.start': { readonly total: number } | null;
  'run.answerHostKey': null;
  'run.cancel': null;
  'report.draft': ReportDraft | null;
  'report.sign': WrittenFiles | null;
  'file.reveal': null;
}

export type IpcReply<C extends IpcCall> =
  { readonly ok: true; readonly value: IpcResults[C] } | { readonly ok: false; readonly problem: Problem };

/** Pushed from the main process to the window while a run goes on; `site` is the id of the open site. */
export type RunEvent =
  | { readonly kind: 'phase'; readonly site: string; readonly node: string; readonly says: string }
  | {
      readonly kind: 'host-key';
      readonly site: string;
      readonly question: string;
      readonly host: string;
      readonly port: number;
      readonly fingerprint: string;
      readonly algorithm: string;
      /** Size of the key, as `ssh-keygen -l` prints it; null: not known. */
      readonly bits: number | null;
      /** The pin in the site file agrees / there is none. A key that contradicts a pin or an accepted key is never asked about. */
      readonly pin: 'agrees' | 'none';
    }
  | { readonly kind: 'started'; readonly site: string; readonly checks: readonly string[] }
  | { readonly kind: 'running'; readonly site: string; readonly check: string; readonly attempt: number }
  | { readonly kind: 'observed'; readonly site: string; readonly record: CheckRecord }
  /** At the end: records that stand otherwise than they were told, judged with everything that the run saw. */
  | { readonly kind: 'judged'; readonly site: string; readonly records: readonly CheckRecord[] }
  | { readonly kind: 'node'; readonly site: string; readonly node: NodeRecord }
  | {
      readonly kind: 'finished';
      readonly site: string;
      readonly cancelled: boolean;
      readonly readiness: Readiness;
    }
  | { readonly kind: 'failed'; readonly site: string; readonly problem: Problem }
  | WatchNews;

/** What the preload script puts on `window.gatecheck`. */
export interface GatecheckBridge {
  readonly call: <C extends IpcCall>(channel: C, ...args: IpcArguments<C>) => Promise<IpcReply<C>>;
  /** Returns the function that stops listening. */
  readonly onRunEvent: (listener: (event: RunEvent) => void) => () => void;
  /** Returns the function that stops listening. */
  readonly onWindowEvent: (listener: (event: WindowEvent) => void) => () => void;
}
