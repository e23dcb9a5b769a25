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

export const stepTitles: Readonly<Record<StepId, string>> = {
  site: 'Site',
  deployment: 'Deployment',
  features: 'Features',
  endpoints: 'Endpoints',
  request: 'Change request',
  checks: 'Checks',
  report: 'Report',
};

/** The step before or after another; null at the ends. */
export function neighbour(step: StepId, offset: -1 | 1): StepId | null {
  return stepIds[stepIds.indexOf(step) + offset] ?? null;
}
