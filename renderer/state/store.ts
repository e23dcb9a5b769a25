import { reduce } from './reducer.ts';
import type { Action, AppState } from './state.ts';
import { firstState } from './state.ts';

/** Holds the state for code that outlives a render: calls that wait for an answer, timers, events of a run. */
export interface Store {
  readonly get: () => AppState;
  readonly dispatch: (action: Action) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore(): Store {
  let state: AppState = firstState;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch: (action) => {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
