import { assertNever } from '../../shared/lib/assert-never.ts';
import type { RunEvent } from '../../shared/ipc/contract.ts';
import type { WatchNews } from '../../shared/ipc/watch-calls.ts';
import type { OpenState, RunProgress, RunState } from './state.ts';
import { isWatchNews, withWatchNews } from './watch.ts';

export function emptyProgress(rulesKey: string): RunProgress {
  return { rulesKey, says: {}, checks: [], attempts: {}, records: {}, nodes: [] };
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

function advance(progress: RunProgress, event: Exclude<RunEvent, WatchNews>): RunProgress {
  switch (event.kind) {
    case 'phase':
      return { ...progress, says: { ...progress.says, [event.node]: event.says } };
    case 'started':
      // A watch makes round after round: what an earlier one saw stays.
      return { ...progress, checks: [...new Set([...progress.checks, ...event.checks])] };
    case 'running':
      return { ...progress, attempts: { ...progress.attempts, [event.check]: event.attempt } };
    case 'observed':
      return {
        ...progress,
        // A check that the plan did not name still shows: nothing that was observed is dropped.
        checks: progress.checks.includes(event.record.id)
          ? progress.checks
          : [...progress.checks, event.record.id],
        attempts: without(progress.attempts, event.record.id),
        records: { ...progress.records, [event.record.id]: event.record },
      };
    case 'node':
      return {
        ...progress,
        nodes: [...progress.nodes.filter((node) => node.name !== event.node.name), event.node],
      };
    case 'host-key':
      return progress;
    case 'finished':
    case 'failed':
      return { ...progress, attempts: {} };
    default:
      return assertNever(event);
  }
}

function ended(run: RunState, progress: RunProgress, event: Exclude<RunEvent, WatchNews>): RunState {
  if (event.kind === 'finished')
    return { kind: 'finished', progress, cancelled: event.cancelled, readiness: event.readiness };
  if (event.kind === 'failed') return { kind: 'failed', progress, problem: event.problem };
  return run.kind === 'running' ? { ...run, progress } : { kind: 'running', progress, cancelling: false };
}

/** Takes one event of a run in. Events of another site, or after the end, change nothing. */
export function withRunEvent(state: OpenState, event: RunEvent): OpenState {
  if (event.site !== state.opened.id) return state;
  if (isWatchNews(event))
    return state.watch === null ? state : { ...state, watch: withWatchNews(state.watch, event) };
  if (state.run.kind !== 'running') return state;
  if (event.kind === 'host-key') return { ...state, question: event };
  const progress = advance(state.run.progress, event);
  const over = event.kind === 'finished' || event.kind === 'failed';
  return {
    ...state,
    run: ended(state.run, progress, event),
    question: over ? null : state.question,
  };
}

/** Records in the order of the plan. */
export function recordsOf(progress: RunProgress): readonly (typeof progress.records)[string][] {
  return progress.checks.flatMap((id) => progress.records[id] ?? []);
}

const sawNothing: ReadonlySet<string> = new Set(['not-run', 'not-testable', 'error']);

/** How many checks saw something. What could not be tried has a record too, but nothing was observed. */
export function observedCount(progress: RunProgress): number {
  return recordsOf(progress).filter((record) => !sawNothing.has(record.observation)).length;
}
