import type { AppState } from './state.ts';
import type { Store } from './store.ts';
import { t } from '../i18n/t.ts';

const name = 'Gatecheck';

/** While a watch goes on the title says how many checks are left, for whoever looks at another window. */
export function windowTitle(state: AppState): string {
  if (state.kind !== 'open' || state.watch === null) return name;
  const { red, ended } = state.watch;
  if (ended !== null) return t('Watch over – {{name}}', { name });
  if (state.run.kind !== 'running') return name;
  return red === null ? `Watching – ${name}` : t('{{red}} left – {{name}}', { red, name });
}

export function titleFollows(store: Store): void {
  const follow = (): void => {
    const title = windowTitle(store.get());
    if (document.title !== title) document.title = title;
  };
  store.subscribe(follow);
  follow();
}
