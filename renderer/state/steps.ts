import { t } from '../i18n/t.ts';

/** The wizard's steps, in order. */
export const stepIds = [
  'site',
  'deployment',
  'features',
  'endpoints',
  'request',
  'checks',
  'report',
] as const;

export type StepId = (typeof stepIds)[number];

/** A step's name in the window's language. */
export function stepTitle(step: StepId): string {
  switch (step) {
    case 'site':
      return t('Site');
    case 'deployment':
      return t('Deployment');
    case 'features':
      return t('Features');
    case 'endpoints':
      return t('Endpoints');
    case 'request':
      return t('Change request');
    case 'checks':
      return t('Checks');
    case 'report':
      return t('Report');
  }
}

/** The step before or after another; null at the ends. */
export function neighbour(step: StepId, offset: -1 | 1): StepId | null {
  return stepIds[stepIds.indexOf(step) + offset] ?? null;
}
