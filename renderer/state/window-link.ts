import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Problem } from '../../shared/ipc/contract.ts';
import type { WindowAct } from '../../shared/ipc/window-calls.ts';
import type { Api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Store } from './store.ts';

/** An act of the menu is the window's own key: it does the same, under the same conditions. */
const keyOf: Readonly<Record<Exclude<WindowAct, 'close'>, KeyboardEventInit>> = {
  new: { key: 'n', ctrlKey: true },
  open: { key: 'o', ctrlKey: true },
  'save-as': { key: 's', ctrlKey: true },
  verify: { key: 'v', ctrlKey: true, shiftKey: true },
  practice: { key: 'p', ctrlKey: true, shiftKey: true },
  undo: { key: 'z', ctrlKey: true },
  redo: { key: 'z', ctrlKey: true, shiftKey: true },
  help: { key: 'F1' },
  log: { key: 'l', ctrlKey: true, shiftKey: true },
  bundle: { key: 'b', ctrlKey: true, shiftKey: true },
};

/** The wizard was started again: it knows the site from the disk, and the forms know what was typed since. */
async function takeUpAgain(store: Store, api: Api, problem: Problem): Promise<void> {
  const state = store.get();
  if (state.kind === 'open') {
    const { opened, history, run } = state;
    if (run.kind === 'running')
      store.dispatch({ kind: 'run-events', events: [{ kind: 'failed', site: opened.id, problem }] });
    try {
      const saved = await api.call('site.save', opened.id, { ...history.present });
      store.dispatch({ kind: 'saved', saved, site: history.present });
    } catch (error) {
      store.dispatch({ kind: 'save-failed', problem: problemOf(error) });
    }
  }
  store.dispatch({ kind: 'problem', problem });
}

/** Keeps at which step the person is, so that the site opens there the next time. */
function keepSteps(store: Store, api: Api): void {
  let kept = '';
  store.subscribe(() => {
    const state = store.get();
    if (state.kind !== 'open') {
      kept = '';
      return;
    }
    const { opened, step } = state;
    const now = `${opened.id} ${step}`;
    if (now === kept) return;
    const first = !kept.startsWith(`${opened.id} `);
    kept = now;
    // Where it was opened is where it was.
    if (first && step === (opened.step ?? 'site')) return;
    // Nothing but convenience is lost when it cannot be kept.
    void api.call('site.step', opened.id, step).catch(() => undefined);
  });
}

/**
 * Ties the page to its window: the menu, the wizard that was started again, the step that is kept, and the last word before
 * the window closes, which waits for nothing.
 */
export function followWindow(store: Store, api: Api, close: () => void): void {
  api.onWindowEvent((event) => {
    switch (event.kind) {
      case 'act':
        if (event.act === 'close') close();
        else window.dispatchEvent(new KeyboardEvent('keydown', { ...keyOf[event.act], cancelable: true }));
        return;
      case 'restarted':
        void takeUpAgain(store, api, event.problem);
        return;
      case 'zoomed':
        return;
      default:
        assertNever(event);
    }
  });
  keepSteps(store, api);
  window.addEventListener('beforeunload', () => {
    const state = store.get();
    if (state.kind !== 'open' || !['pending', 'saving'].includes(state.save.kind)) return;
    void api.call('site.save', state.opened.id, { ...state.history.present }).catch(() => undefined);
  });
}
