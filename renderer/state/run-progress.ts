import { assertNever } from '../../shared/lib/assert-never.ts';
import type { RunEvent } from '../../shared/ipc/contract.ts';
import type { WatchNews } from '../../shared/ipc/watch-calls.ts';
import type { CheckRecord, NodeRecord } from '../../shared/results/types.ts';
import type { OpenState, RunProgress, RunState } from './state.ts';
import { isWatchNews, withWatchNews } from './watch.ts';

export function emptyProgress(rulesKey: string): RunProgress {
  return { rulesKey, says: {}, checks: [], attempts: {}, records: {}, nodes: [], again: {} };
}

/** What is known when some checks are made again: everything else stays, and they wait. */
export function progressAgain(before: RunProgress, only: readonly string[]): RunProgress {
  const wanted = new Set(only);
  const records: Record<string, CheckRecord> = {};
  const again: Record<string, CheckRecord> = {};
  for (const [id, record] of Object.entries(before.records)) {
    if (wanted.has(id)) again[id] = record;
    else records[id] = record;
  }
  return { ...before, says: {}, attempts: {}, records, again };
}

/** Ids of a plan, for looking one up: made once for each list, however many results come in. */
const known = new WeakMap<readonly string[], Set<string>>();

function knownIn(checks: readonly string[]): Set<string> {
  const found = known.get(checks) ?? new Set(checks);
  known.set(checks, found);
  return found;
}

type Told = Exclude<RunEvent, WatchNews>;

/** A progress that takes events in: each of its parts is copied once for a batch, not once for an event. */
class Draft {
  readonly #before: RunProgress;
  #says: Record<string, string> | null = null;
  #checks: string[] | null = null;
  #ids: Set<string>;
  #attempts: Record<string, number> | null = null;
  #records: Record<string, CheckRecord> | null = null;
  #nodes: NodeRecord[] | null = null;

  constructor(before: RunProgress) {
    this.#before = before;
    this.#ids = knownIn(before.checks);
  }

  #addChecks(ids: readonly string[]): void {
    const fresh = ids.filter((id) => !this.#ids.has(id));
    if (fresh.length === 0) return;
    if (this.#checks === null) {
      this.#checks = [...this.#before.checks];
      this.#ids = new Set(this.#ids);
    }
    for (const id of fresh) {
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      this.#checks.push(id);
    }
  }

  #put(record: CheckRecord): void {
    // A check that the plan did not name still shows: nothing that was observed is dropped.
    this.#addChecks([record.id]);
    this.#records ??= { ...this.#before.records };
    this.#records[record.id] = record;
  }

  take(event: Told): void {
    switch (event.kind) {
      case 'phase':
        this.#says ??= { ...this.#before.says };
        this.#says[event.node] = event.says;
        return;
      case 'started':
        // A watch makes round after round: what an earlier one saw stays.
        this.#addChecks(event.checks);
        return;
      case 'running':
        this.#attempts ??= { ...this.#before.attempts };
        this.#attempts[event.check] = event.attempt;
        return;
      case 'judged':
        for (const record of event.records) this.#put(record);
        return;
      case 'observed': {
        const { id } = event.record;
        this.#put(event.record);
        if ((this.#attempts ?? this.#before.attempts)[id] !== undefined) {
          this.#attempts ??= { ...this.#before.attempts };
          // It holds what is under way only, which is little; nothing else knows it yet.
          Reflect.deleteProperty(this.#attempts, id);
        }
        return;
      }
      case 'node': {
        const { node } = event;
        this.#nodes = [...(this.#nodes ?? this.#before.nodes).filter(({ name }) => name !== node.name), node];
        return;
      }
      case 'host-key':
        return;
      case 'finished':
      case 'failed': {
        this.#attempts = {};
        // What was to be checked again, and was not, stands as it was.
        this.#records = { ...this.#before.again, ...(this.#records ?? this.#before.records) };
        return;
      }
      default:
        assertNever(event);
    }
  }

  get result(): RunProgress {
    const { rulesKey, says, checks, attempts, records, nodes, again } = this.#before;
    const all = this.#checks ?? checks;
    if (this.#checks !== null) known.set(all, this.#ids);
    return {
      rulesKey,
      says: this.#says ?? says,
      checks: all,
      attempts: this.#attempts ?? attempts,
      records: this.#records ?? records,
      nodes: this.#nodes ?? nodes,
      again,
    };
  }
}

function ended(run: RunState & { kind: 'running' }, progress: RunProgress, event: Told): RunState {
  if (event.kind === 'finished') {
    const { cancelled, readiness } = event;
    return { kind: 'finished', progress: { ...progress, again: {} }, cancelled, readiness };
  }
  if (event.kind !== 'failed') return { ...run, progress };
  // Nothing came of checking some again: the run before stands.
  return run.before === null
    ? { kind: 'failed', progress: { ...progress, again: {} }, problem: event.problem }
    : run.before;
}

/** Takes events of a run in. Events of another site, or after the end, change nothing. */
export function withRunEvents(state: OpenState, events: readonly RunEvent[]): OpenState {
  let { run, watch, question, problem } = state;
  let draft: Draft | null = null;
  let changed = false;
  for (const event of events) {
    if (event.site !== state.opened.id) continue;
    if (isWatchNews(event)) {
      if (watch === null) continue;
      watch = withWatchNews(watch, event);
      changed = true;
      continue;
    }
    if (run.kind !== 'running') continue;
    changed = true;
    if (event.kind === 'host-key') {
      question = event;
      continue;
    }
    draft ??= new Draft(run.progress);
    draft.take(event);
    if (event.kind !== 'finished' && event.kind !== 'failed') continue;
    if (event.kind === 'failed' && run.before !== null) problem = event.problem;
    run = ended(run, draft.result, event);
    draft = null;
    question = null;
  }
  if (!changed) return state;
  if (draft !== null && run.kind === 'running') run = { ...run, progress: draft.result };
  return { ...state, run, watch, question, problem };
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
