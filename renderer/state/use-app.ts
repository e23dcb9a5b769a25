import { createContext, useContext } from 'react';
import type { Acts } from './acts.ts';
import type { Preview } from './preview.ts';
import type { AppState, OpenState } from './state.ts';
import type { StepId } from './steps.ts';
import type { StepState } from './step-states.ts';
import type { ThemeChoice } from './use-theme.ts';
import { t } from '../i18n/t.ts';

export interface AppContextValue {
  readonly state: AppState;
  readonly acts: Acts;
  readonly closeProblem: () => void;
  /** How the window looks now. */
  readonly look: ThemeChoice['look'];
}

export const AppContext = createContext<AppContextValue | null>(null);

export function useApp(): AppContextValue {
  const value = useContext(AppContext);
  if (value === null) throw new Error(t('useApp is used outside of the app.'));
  return value;
}

export interface OpenContextValue {
  readonly open: OpenState;
  readonly preview: Preview;
  readonly states: Readonly<Record<StepId, StepState>>;
  readonly acts: Acts;
}

export const OpenContext = createContext<OpenContextValue | null>(null);

/** The open site, for the screens of the steps. */
export function useOpen(): OpenContextValue {
  const value = useContext(OpenContext);
  if (value === null) throw new Error(t('useOpen is used outside of an open site.'));
  return value;
}
