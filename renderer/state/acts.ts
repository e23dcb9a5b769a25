import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { RequestFormat } from '../../shared/documents/request-formats.ts';
import type { SigningChoice } from '../../shared/ipc/signing-choice.ts';
import type { RequestText, TextFormatName } from '../../shared/ipc/request-calls.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import type { WrittenFiles } from '../../shared/ipc/written-files.ts';
import type { Api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Autosave } from './autosave.ts';
import type { FileActs } from './file-acts.ts';
import { fileActs, siteOpened } from './file-acts.ts';
import type { IdentityActs } from './identity-acts.ts';
import { identityActs } from './identity-acts.ts';
import type { EndpointActs } from './endpoint-acts.ts';
import { endpointActs } from './endpoint-acts.ts';
import type { LogActs } from './log-acts.ts';
import { logActs } from './log-acts.ts';
import type { ProofActs } from './proof-acts.ts';
import { proofActs } from './proof-acts.ts';
import type { Preview } from './preview.ts';
import type { RunActs } from './run-acts.ts';
import { runActs } from './run-acts.ts';
import type { OpenState, PageId, PendingPaste } from './state.ts';
import type { StepId } from './steps.ts';
import type { Store } from './store.ts';

export type RunSettings = IpcArguments<'run.start'>[1];
export type Paper = IpcArguments<'request.preview'>[2]['paper'];

/** Everything that a person can make the window do. Failures end up in the state, never in the console. */
export interface Acts extends EndpointActs, FileActs, IdentityActs, LogActs, ProofActs, RunActs {
  readonly begin: () => Promise<void>;
  readonly create: () => Promise<void>;
  readonly open: () => Promise<void>;
  readonly openRecent: (id: string) => Promise<void>;
  readonly forget: (id: string) => Promise<void>;
  readonly openPractice: (scenario: 'blocked' | 'solved') => Promise<void>;
  /** Null: back to where it was opened from. */
  readonly page: (page: PageId | null) => void;
  /** These three throw what stands in the way, for the Verify screen to show. Null: the person closed the dialog. */
  readonly chooseToVerify: () => Promise<IpcResults['verify.choose']>;
  /** What the system opened the window with, if it was a report. */
  readonly verifyGiven: () => Promise<IpcResults['verify.given']>;
  readonly verifyFiles: (files: IpcArguments<'verify.files'>[0]) => Promise<IpcResults['verify.files']>;
  readonly trustSigner: (trust: IpcArguments<'verify.trust'>[0]) => Promise<IpcResults['verify.trust']>;
  readonly close: () => Promise<void>;
  readonly goTo: (step: StepId) => void;
  /** `field`: its keystrokes are one step of undo; null: a step of its own. */
  readonly edit: (change: (site: SiteFile) => SiteFile, field?: string | null) => void;
  /** Keeps what is typed on Endpoints but not added yet. */
  readonly paste: (paste: PendingPaste) => void;
  readonly saveAs: () => Promise<void>;
  /** Null: a newer one was asked for meanwhile. Throws what stands in the way, for the place where the PDF would be. */
  readonly previewRequest: (
    site: SiteFile,
    paper: Paper,
    against: string | null,
  ) => Promise<IpcResults['request.preview']>;
  /** Null: no site is open any more. */
  readonly requestText: (
    site: SiteFile,
    format: TextFormatName,
    against: string | null,
  ) => Promise<RequestText | null>;
  /** Null: everything is asked for again. */
  readonly holdAgainst: (kind: 'earlier' | 'report' | null) => Promise<void>;
  readonly readAnswer: () => Promise<void>;
  /** The technician's yes to what was read. */
  readonly applyAnswer: (answer: string) => Promise<void>;
  readonly saveRequest: (
    formats: readonly RequestFormat[],
    paper: Paper,
    sameFolder: boolean,
  ) => Promise<void>;
  readonly chooseKeyFile: () => Promise<IpcResults['keyFile.choose']>;
  readonly startRun: (settings: RunSettings) => Promise<void>;
  /** Back to the form when the person closes the dialog for the folder. */
  readonly startWatch: (settings: IpcArguments<'watch.start'>[1]) => Promise<void>;
  readonly notifyOfWatch: (on: boolean) => Promise<void>;
  /** Its report is signed and written already. */
  readonly watchEnded: (written: WrittenFiles) => Promise<void>;
  readonly answerHostKey: (question: string, accept: boolean) => Promise<void>;
  readonly cancelRun: () => Promise<void>;
  readonly readReport: () => Promise<void>;
  readonly sign: (choice: SigningChoice) => Promise<void>;
  readonly reveal: (file: string) => Promise<void>;
}

/** The rules and their catalogue are loaded with the first site, not with the first screen. */
async function rulesOf(site: SiteFile): Promise<Preview | null> {
  const { previewOf } = await import('./preview.ts');
  return previewOf(site);
}

export function createActs(store: Store, api: Api, autosave: Autosave): Acts {
  const { dispatch } = store;

  const guarded = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      dispatch({ kind: 'problem', problem: problemOf(error) });
    }
  };

  const withSite = (act: (open: OpenState) => Promise<void>): Promise<void> =>
    guarded(async () => {
      await autosave.flush();
      const state = store.get();
      if (state.kind === 'open') await act(state);
    });

  /** As `withSite`, for what a part of the screen shows itself; rejects when no site is open any more. */
  const ofSite = async <T>(act: (site: string) => Promise<T>): Promise<T> => {
    await autosave.flush();
    const state = store.get();
    if (state.kind !== 'open') throw new Error('No site is open.');
    return act(state.opened.id);
  };

  const readRecent = async (): Promise<void> => {
    dispatch({ kind: 'recent', recent: await api.call('recent.list') });
  };

  const leaveSite = async (): Promise<void> => {
    await autosave.flush();
    const state = store.get();
    if (state.kind !== 'open') return;
    await api.call('site.close', state.opened.id);
    dispatch({ kind: 'closed' });
  };

  const opening = (says: string, call: () => Promise<IpcResults['site.open']>): Promise<void> =>
    guarded(async () => {
      await leaveSite();
      dispatch({ kind: 'busy', says });
      const site = await call();
      dispatch(site === null ? { kind: 'idle' } : await siteOpened(site));
      if (site === null) await readRecent();
    });

  const openGiven = (): Promise<void> => opening('Opening the site', () => api.call('site.openGiven'));

  return {
    begin: () =>
      guarded(async () => {
        dispatch({ kind: 'info', info: await api.call('app.info') });
        await readRecent();
        const given = await api.call('app.given');
        if (given === 'site') void openGiven();
        if (given === 'report') dispatch({ kind: 'paged', page: 'verify' });
      }),
    create: () => opening('Making a new site', () => api.call('site.create')),
    open: () => opening('Waiting for a site file', () => api.call('site.open')),
    openRecent: (id) => opening('Opening the site', () => api.call('site.openRecent', id)),
    openPractice: (scenario) =>
      opening('Starting the practice node', () => api.call('site.openPractice', scenario)),
    forget: (id) =>
      guarded(async () => {
        await api.call('recent.forget', id);
        await readRecent();
      }),
    page: (page) => dispatch({ kind: 'paged', page }),
    chooseToVerify: () => api.call('verify.choose'),
    verifyGiven: () => api.call('verify.given'),
    verifyFiles: (files) => api.call('verify.files', files),
    trustSigner: (trust) => api.call('verify.trust', trust),
    close: () =>
      guarded(async () => {
        await leaveSite();
        await readRecent();
      }),
    goTo: (step) => {
      dispatch({ kind: 'stepped', step });
      void autosave.flush();
    },
    edit: (change, field = null) => {
      const state = store.get();
      if (state.kind !== 'open') return;
      dispatch({ kind: 'edited', site: change(state.history.present), field });
    },
    paste: (paste) => dispatch({ kind: 'pasted', paste }),
    saveAs: () =>
      withSite(async (open) => {
        const site = open.history.present;
        const saved = await api.call('site.saveAs', open.opened.id, { ...site });
        if (saved !== null) dispatch({ kind: 'saved', saved, site });
      }),
    previewRequest: async (site, paper, against) => {
      const open = store.get();
      return open.kind === 'open'
        ? api.call('request.preview', open.opened.id, { ...site }, { paper, against })
        : null;
    },
    requestText: async (site, format, against) => {
      const open = store.get();
      return open.kind === 'open'
        ? api.call('request.text', open.opened.id, { ...site }, { format, against })
        : null;
    },
    holdAgainst: (kind) =>
      withSite(async (open) => {
        const against = kind === null ? null : await api.call('request.against', open.opened.id, kind);
        // A closed dialog leaves everything as it was.
        if (kind === null || against !== null) dispatch({ kind: 'held-against', against });
      }),
    readAnswer: () =>
      withSite(async (open) => {
        const read = await api.call('answer.read', open.opened.id);
        if (read !== null) dispatch({ kind: 'answer-read', read });
      }),
    applyAnswer: (answer) =>
      withSite(async (open) => {
        const applied = await api.call('answer.apply', open.opened.id, answer);
        dispatch({ kind: 'answer-applied', applied });
      }),
    saveRequest: (formats, paper, sameFolder) =>
      withSite(async (open) => {
        const preview = await rulesOf(open.history.present);
        if (preview === null) return;
        const { rulesKey, rules } = preview;
        const settings = { formats: [...formats], paper, sameFolder, against: open.against?.id ?? null };
        const written = await api.call('request.save', open.opened.id, settings);
        if (written === null) return;
        const { number = '', revision = 'A' } = open.history.present.request ?? {};
        dispatch({ kind: 'request-written', request: { written, rulesKey, rules, number, revision } });
      }),
    chooseKeyFile: async () => {
      try {
        return await api.call('keyFile.choose');
      } catch (error) {
        dispatch({ kind: 'problem', problem: problemOf(error) });
        return null;
      }
    },
    startRun: async (settings) => {
      await autosave.flush();
      const open = store.get();
      if (open.kind !== 'open') return;
      const rulesKey = (await rulesOf(open.history.present))?.rulesKey ?? '';
      const { only } = settings;
      dispatch({ kind: 'run-asked', rulesKey, watch: false, ...(only === undefined ? {} : { only }) });
      try {
        await api.call('run.start', open.opened.id, settings);
      } catch (error) {
        dispatch({ kind: 'run-refused', problem: problemOf(error) });
      }
    },
    startWatch: async (settings) => {
      await autosave.flush();
      const open = store.get();
      if (open.kind !== 'open') return;
      const rulesKey = (await rulesOf(open.history.present))?.rulesKey ?? '';
      dispatch({ kind: 'run-asked', rulesKey, watch: true });
      dispatch({ kind: 'watch-notify', on: settings.notify });
      try {
        const started = await api.call('watch.start', open.opened.id, settings);
        if (started === null) dispatch({ kind: 'run-withdrawn' });
      } catch (error) {
        dispatch({ kind: 'run-refused', problem: problemOf(error) });
      }
    },
    notifyOfWatch: (on) =>
      withSite(async (open) => {
        dispatch({ kind: 'watch-notify', on });
        await api.call('watch.notify', open.opened.id, on);
      }),
    watchEnded: (written) =>
      withSite(async (open) => {
        const draft = await api.call('report.draft', open.opened.id);
        dispatch({ kind: 'report-read', draft });
        dispatch({ kind: 'report-signed', written });
      }),
    answerHostKey: (question, accept) =>
      withSite(async (open) => {
        dispatch({ kind: 'question-answered' });
        await api.call('run.answerHostKey', open.opened.id, { question, accept });
      }),
    cancelRun: () =>
      withSite(async (open) => {
        dispatch({ kind: 'cancel-asked' });
        await api.call('run.cancel', open.opened.id);
      }),
    readReport: () =>
      withSite(async (open) => {
        dispatch({ kind: 'report-asked' });
        dispatch({ kind: 'identity', identity: await api.call('identity.show') });
        const draft = await api.call('report.draft', open.opened.id);
        dispatch({ kind: 'report-read', draft });
      }),
    ...fileActs(store, api, { guarded, withSite, opening }),
    ...identityActs(store, api),
    ...endpointActs(api, ofSite),
    ...logActs(api),
    ...proofActs(api, ofSite),
    ...runActs(api, ofSite),
    sign: (choice) =>
      withSite(async (open) => {
        const written = await api.call('report.sign', open.opened.id, choice);
        if (written !== null) dispatch({ kind: 'report-signed', written });
      }),
    reveal: (file) =>
      guarded(async () => {
        await api.call('file.reveal', file);
      }),
  };
}
