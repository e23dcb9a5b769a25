import type { Api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Store } from './store.ts';

const debounceMs = 300;
/** Who types without a pause loses no more than this when the program is killed. */
const longestWaitMs = 500;

/** Saves the draft a moment after the last edit, and at once when something is about to use it. */
export interface Autosave {
  /** Resolves when nothing is left to save, or saving failed (the state says so). */
  readonly flush: () => Promise<void>;
  readonly stop: () => void;
}

export function startAutosave(store: Store, api: Api): Autosave {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pendingSince: number | null = null;
  let underWay: Promise<void> | null = null;

  const save = async (): Promise<void> => {
    const state = store.get();
    if (state.kind !== 'open' || state.save.kind !== 'pending') return;
    const site = state.history.present;
    store.dispatch({ kind: 'saving' });
    try {
      const saved = await api.call('site.save', state.opened.id, { ...site });
      store.dispatch({ kind: 'saved', saved, site });
    } catch (error) {
      store.dispatch({ kind: 'save-failed', problem: problemOf(error) });
    }
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    pendingSince = null;
    // One save after the other: the last edit must be the last to reach the disk.
    while (underWay !== null) await underWay;
    const state = store.get();
    if (state.kind !== 'open' || state.save.kind !== 'pending') return;
    underWay = save().finally(() => {
      underWay = null;
    });
    await underWay;
    await flush();
  };

  const unsubscribe = store.subscribe(() => {
    const state = store.get();
    if (state.kind !== 'open' || state.save.kind !== 'pending') return;
    clearTimeout(timer);
    const now = Date.now();
    pendingSince ??= now;
    const wait = Math.min(debounceMs, pendingSince + longestWaitMs - now);
    timer = setTimeout(() => void flush(), Math.max(0, wait));
  });

  return {
    flush,
    stop: () => {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
