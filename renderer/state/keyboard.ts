import type { StepId } from './steps.ts';
import { stepIds } from './steps.ts';
import { t } from '../i18n/t.ts';

export type Command =
  | { readonly kind: 'new' }
  | { readonly kind: 'new-window' }
  | { readonly kind: 'open' }
  | { readonly kind: 'save-as' }
  | { readonly kind: 'verify' }
  | { readonly kind: 'practice' }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'step'; readonly step: StepId }
  | { readonly kind: 'back' }
  | { readonly kind: 'next' }
  | { readonly kind: 'filled' }
  | { readonly kind: 'run' }
  | { readonly kind: 'region' }
  | { readonly kind: 'region-back' }
  | { readonly kind: 'help' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'log' }
  | { readonly kind: 'bundle' };

export interface Keys {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  /** The focus is in a field that takes text: `?` and undo belong to it. */
  readonly inText: boolean;
}

/** The list that `?` shows. */
export function shortcutList(): readonly (readonly [string, string])[] {
  return [
    ['Ctrl N', t('New site')],
    ['Ctrl Shift N', t('New window')],
    ['Ctrl O', t('Open a site file')],
    ['Ctrl S', t('Save as')],
    ['Ctrl Shift V', t('Verify a report')],
    ['Ctrl Shift P', t('Practice site')],
    ['Ctrl Z', t('Undo')],
    ['Ctrl Shift Z', t('Redo')],
    ['Alt 1 … 7', t('Go to a step')],
    ['Alt ←, Alt →', t('Back, next')],
    ['Ctrl Enter', t("The screen's filled button")],
    ['F5', t('Start the checks (on Checks)')],
    ['Shift F5', t('Run again what did not pass (on Checks)')],
    ['/', t('Filter the checks (on Checks)')],
    ['↑ ↓', t('Move in a table')],
    ['Enter', t('Open the details of a row')],
    ['Space', t('Open why a row is there')],
    ['A, W', t('Attest or waive the row with the focus (on Checks and Report)')],
    ['R', t('Run the check with the focus again (on Checks)')],
    ['Esc', t('Close the topmost')],
    ['F6, Shift F6', t('Next region, region before')],
    ['F1', t('Help')],
    ['Ctrl Shift L', t('Log')],
    ['Ctrl Shift B', t('Support bundle')],
    ['?', t('This list')],
  ];
}

function withCtrl({ key, shift }: Keys): Command | null {
  switch (key.toLowerCase()) {
    case 'n':
      return { kind: shift ? 'new-window' : 'new' };
    case 'o':
      return shift ? null : { kind: 'open' };
    case 's':
      return { kind: 'save-as' };
    case 'v':
      return shift ? { kind: 'verify' } : null;
    case 'p':
      return shift ? { kind: 'practice' } : null;
    case 'l':
      return shift ? { kind: 'log' } : null;
    case 'b':
      return shift ? { kind: 'bundle' } : null;
    case 'z':
      return { kind: shift ? 'redo' : 'undo' };
    case 'y':
      return { kind: 'redo' };
    case 'enter':
      return { kind: 'filled' };
    default:
      return null;
  }
}

/** Which command some keys give; null: none of ours. */
export function commandOf(keys: Keys): Command | null {
  const { key, ctrl, alt, inText } = keys;
  if (ctrl && !alt) return withCtrl(keys);
  if (alt && !ctrl) {
    if (key === 'ArrowLeft') return { kind: 'back' };
    if (key === 'ArrowRight') return { kind: 'next' };
    const step = /^[1-7]$/.test(key) ? stepIds[Number(key) - 1] : undefined;
    return step === undefined ? null : { kind: 'step', step };
  }
  if (ctrl || alt) return null;
  if (key === 'F1') return { kind: 'help' };
  if (key === '?' && !inText) return { kind: 'keys' };
  if (key === 'F5') return { kind: 'run' };
  if (key === 'F6') return { kind: keys.shift ? 'region-back' : 'region' };
  return null;
}
