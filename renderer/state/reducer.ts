import { assertNever } from '../../shared/lib/assert-never.ts';
import type { SiteFile } from '../../shared/site/schema.ts';
import { emptyProgress, progressAgain, withRunEvents } from './run-progress.ts';
import type { ReportDraft } from '../../shared/ipc/contract.ts';
import type { Action, AppState, History, OpenState, ReportState, RunState, StartState } from './state.ts';
import { firstState } from './state.ts';
import { noWatchNews } from './watch.ts';

const undoSteps = 200;

function opened(
  state: AppState,
  { site, run = { kind: 'not-run' }, request = null }: Extract<Action, { kind: 'opened' }>,
): OpenState {
  return {
    kind: 'open',
    page: null,
    info: state.info,
    opened: site,
    fileName: site.fileName,
    step: site.step ?? 'site',
    history: { past: [], present: site.site, future: [], typing: null },
    save: { kind: 'unchanged' },
    paste: { role: null, text: '' },
    run,
    watch: null,
    question: null,
    request,
    against: null,
    answer: null,
    report: { kind: 'none' },
    signedBefore: site.made?.report ?? null,
    identity: state.identity,
    problem: null,
  };
}

function edited(history: History, site: SiteFile, field: string | null): History {
  const goesOn = field !== null && history.typing === field;
  return {
    past: goesOn ? history.past : [...history.past, history.present].slice(-undoSteps),
    present: site,
    future: [],
    typing: field,
  };
}

function undone(history: History): History {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: last,
    future: [history.present, ...history.future],
    typing: null,
  };
}

function redone(history: History): History {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, typing: null };
}

function withHistory(state: OpenState, history: History): OpenState {
  if (history.present === state.history.present) return { ...state, history };
  return { ...state, history, save: { kind: 'pending' } };
}

/** A run that begins: with nothing, or with what the run before saw of everything but the checks that are made again. */
function asked(run: RunState, { rulesKey, only }: Extract<Action, { kind: 'run-asked' }>): RunState {
  return only === undefined || run.kind === 'not-run'
    ? { kind: 'running', progress: emptyProgress(rulesKey), cancelling: false, before: null }
    : { kind: 'running', progress: progressAgain(run.progress, only), cancelling: false, before: run };
}

function beforeAsked(run: RunState): RunState {
  return (run.kind === 'running' ? run.before : null) ?? { kind: 'not-run' };
}

function readReport({ signedBefore }: OpenState, draft: ReportDraft | null): ReportState {
  if (draft === null) return { kind: 'none' };
  return signedBefore === null || draft.stale
    ? { kind: 'draft', draft }
    : { kind: 'signed', draft, written: signedBefore };
}

function inStart(state: StartState, action: Action): AppState {
  switch (action.kind) {
    case 'info':
      return { ...state, info: action.info };
    case 'recent':
      return { ...state, recent: action.recent };
    case 'busy':
      return { ...state, busy: action.says, page: null, problem: null };
    case 'idle':
      return { ...state, busy: null };
    case 'paged':
      return { ...state, page: action.page, problem: null };
    case 'problem':
      return { ...state, busy: null, problem: action.problem };
    case 'problem-closed':
      return { ...state, problem: null };
    case 'opened':
      return opened(state, action);
    case 'identity':
      return { ...state, identity: action.identity };
    case 'closed':
    case 'stepped':
    case 'edited':
    case 'pasted':
    case 'settled':
    case 'undone':
    case 'redone':
    case 'saving':
    case 'saved':
    case 'save-failed':
    case 'run-asked':
    case 'run-refused':
    case 'run-withdrawn':
    case 'watch-notify':
    case 'run-events':
    case 'question-answered':
    case 'cancel-asked':
    case 'request-written':
    case 'held-against':
    case 'answer-read':
    case 'answer-applied':
    case 'report-asked':
    case 'report-read':
    case 'report-signed':
      return state;
    default:
      return assertNever(action);
  }
}

function inOpen(state: OpenState, action: Action): AppState {
  switch (action.kind) {
    case 'info':
      return { ...state, info: action.info };
    case 'opened':
      return opened(state, action);
    case 'closed':
      return { ...firstState, info: state.info, identity: state.identity };
    case 'stepped':
      return {
        ...state,
        step: action.step,
        page: null,
        problem: null,
        history: { ...state.history, typing: null },
      };
    case 'edited':
      return withHistory(state, edited(state.history, action.site, action.field));
    case 'pasted':
      return { ...state, paste: action.paste };
    case 'settled':
      return { ...state, history: { ...state.history, typing: null } };
    case 'undone':
      return withHistory(state, undone(state.history));
    case 'redone':
      return withHistory(state, redone(state.history));
    case 'saving':
      return { ...state, save: { kind: 'saving' } };
    case 'saved':
      return {
        ...state,
        fileName: action.saved.fileName ?? state.fileName,
        // Edited while it was being written: still to be saved.
        save:
          state.history.present === action.site
            ? { kind: 'saved', saved: action.saved }
            : { kind: 'pending' },
      };
    case 'save-failed':
      return { ...state, save: { kind: 'failed', problem: action.problem } };
    case 'problem':
      return { ...state, problem: action.problem };
    case 'problem-closed':
      return { ...state, problem: null };
    case 'run-asked':
      return {
        ...state,
        problem: null,
        question: null,
        report: { kind: 'none' },
        signedBefore: null,
        watch: action.watch ? noWatchNews : null,
        run: asked(state.run, action),
      };
    case 'run-refused':
      return { ...state, run: beforeAsked(state.run), watch: null, problem: action.problem };
    case 'run-withdrawn':
      return { ...state, run: beforeAsked(state.run), watch: null };
    case 'watch-notify':
      return state.watch === null ? state : { ...state, watch: { ...state.watch, notify: action.on } };
    case 'run-events':
      return withRunEvents(state, action.events);
    case 'question-answered':
      return { ...state, question: null };
    case 'cancel-asked':
      return state.run.kind === 'running' ? { ...state, run: { ...state.run, cancelling: true } } : state;
    case 'request-written':
      return { ...state, request: action.request };
    case 'held-against':
      return { ...state, against: action.against };
    case 'answer-read':
      return { ...state, answer: { read: action.read, applied: null } };
    case 'answer-applied': {
      const { applied } = action;
      const history = edited(state.history, applied.site, null);
      const save = { kind: 'saved', saved: applied.saved } as const;
      return state.answer === null
        ? state
        : { ...state, history, save, answer: { ...state.answer, applied } };
    }
    case 'report-asked':
      return { ...state, report: state.report.kind === 'none' ? { kind: 'reading' } : state.report };
    case 'report-read':
      return { ...state, report: readReport(state, action.draft) };
    case 'report-signed':
      return state.report.kind === 'draft'
        ? { ...state, report: { kind: 'signed', draft: state.report.draft, written: action.written } }
        : state;
    case 'identity':
      return { ...state, identity: action.identity };
    case 'paged':
      return { ...state, page: action.page, problem: null };
    case 'recent':
    case 'busy':
    case 'idle':
      return state;
    default:
      return assertNever(action);
  }
}

/** The one place where the window's state changes. Pure. */
export function reduce(state: AppState, action: Action): AppState {
  return state.kind === 'start' ? inStart(state, action) : inOpen(state, action);
}
