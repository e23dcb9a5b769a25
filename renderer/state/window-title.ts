import type { AppState } from './state.ts';
import type { Store } from './store.ts';
import { t } from '../i18n/t.ts';

const name = 'Gatecheck';

/** The site, so that windows can be told apart. While a watch goes on: how many checks are left, for whoever looks elsewhere. */
export function windowTitle(state: AppState): string {
  if (state.kind !== 'open') return name;
  const named = state.history.present.customer?.site ?? '';
  const site = named === '' ? t('New site') : named;
  const title = `${site} – ${name}`;
  if (state.watch === null) return title;
  const { red, ended } = state.watch;
  if (ended !== null) return t('Watch over – {{name}}', { name });
  if (state.run.kind !== 'running') return title;
  return red === null ? t('Watching – {{name}}', { name }) : t('{{red}} left – {{name}}', { red, name });
}

export function titleFollows(store: Store): void {
  const follow = (): void => {
    const title = windowTitle(store.get());
    if (document.title !== title) document.title = title;
  };
  store.subscribe(follow);
  follow();
}
