import { isSomethingOnTop } from '../components/on-top.ts';
import { useLayoutEffect } from 'react';
import { focusNextRegion, pressFilled } from '../components/focus.ts';
import type { Acts } from './acts.ts';
import type { Command } from './keyboard.ts';
import { commandOf } from './keyboard.ts';
import { neighbour } from './steps.ts';
import type { Store } from './store.ts';

function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type);
}

function goBy(offset: -1 | 1, store: Store, acts: Acts): void {
  const state = store.get();
  const step = state.kind === 'open' ? neighbour(state.step, offset) : null;
  if (step !== null) acts.goTo(step);
}

/** What each command does. */
function obedience(store: Store, acts: Acts, showHelp: (first: 'keys' | 'words') => void) {
  const isOpen = (): boolean => store.get().kind === 'open';
  return {
    new: () => void acts.create(),
    'new-window': () => void acts.newWindow(),
    open: () => void acts.open(),
    'save-as': () => void acts.saveAs(),
    verify: () => acts.page('verify'),
    practice: () => void acts.openPractice('blocked'),
    undo: () => store.dispatch({ kind: 'undone' }),
    redo: () => store.dispatch({ kind: 'redone' }),
    back: () => goBy(-1, store, acts),
    next: () => goBy(1, store, acts),
    filled: pressFilled,
    run: () => document.getElementById('start-checks')?.click(),
    region: () => focusNextRegion(1),
    'region-back': () => focusNextRegion(-1),
    help: () => showHelp('words'),
    keys: () => showHelp('keys'),
    log: () => acts.page('log'),
    bundle: () => acts.page('bundle'),
    step: (command: Command) => {
      if (command.kind === 'step' && isOpen()) acts.goTo(command.step);
    },
  } satisfies Record<Command['kind'], (command: Command) => void>;
}

/** Keys that work on every screen. While a dialog is open only Ctrl Enter does. */
export function useShortcuts(store: Store, acts: Acts, showHelp: (first: 'keys' | 'words') => void): void {
  // With the first picture, not after it: keys hold as soon as something can be seen.
  useLayoutEffect(() => {
    const obey = obedience(store, acts, showHelp);
    const onKey = (event: KeyboardEvent): void => {
      const command = commandOf({
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
        alt: event.altKey,
        inText: isTextField(event.target),
      });
      if (command === null) return;
      event.preventDefault();
      const inDialog = isSomethingOnTop();
      if (inDialog && command.kind !== 'filled') return;
      obey[command.kind](command);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [store, acts, showHelp]);
}
