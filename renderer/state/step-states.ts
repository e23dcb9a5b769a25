import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Finding } from '../../shared/lib/result.ts';
import type { Preview } from './preview.ts';
import { assumedEntries, neededRoles } from './preview.ts';
import { recordsOf } from './run-progress.ts';
import type { OpenState } from './state.ts';
import type { StepId } from './steps.ts';
import { t, tn } from '../i18n/t.ts';

export type StepShape = 'empty' | 'incomplete' | 'done' | 'stale' | 'fail' | 'running' | 'not-run';

/** A step in the rail: a shape, and one line that says the same in words. */
export interface StepState {
  readonly shape: StepShape;
  readonly says: string;
}

const partsOfStep: Readonly<Record<'site' | 'deployment' | 'endpoints' | 'request', readonly string[]>> = {
  site: ['customer', 'technician', 'directory'],
  deployment: ['nodes', 'deployment'],
  endpoints: ['endpoints'],
  request: ['request'],
};

/** Findings about the fields of one step. */
export function findingsOfStep(
  findings: readonly Finding[],
  step: keyof typeof partsOfStep,
): readonly Finding[] {
  // How to sign in to a node is asked on Checks, although the file keeps it with the node.
  return findings.filter(
    ({ path }) =>
      partsOfStep[step].includes(/^\w*/.exec(path)?.[0] ?? '') &&
      !(step === 'deployment' && /^nodes\[\d+\]\.ssh\b/.test(path)),
  );
}

function siteState({ history }: OpenState, preview: Preview): StepState {
  const wrong = findingsOfStep(preview.findings, 'site').length;
  if (wrong > 0)
    return {
      shape: 'incomplete',
      says: tn('{{count}} thing to put right', '{{count}} things to put right', wrong),
    };
  const { customer, technician } = history.present;
  const empty = [customer?.name, customer?.site, technician?.name].filter(
    (text) => (text ?? '').trim() === '',
  );
  if (empty.length === 3) return { shape: 'empty', says: t('not filled in yet') };
  return empty.length === 0
    ? { shape: 'done', says: t('done') }
    : { shape: 'incomplete', says: tn('{{count}} field empty', '{{count}} fields empty', empty.length) };
}

function deploymentState(preview: Preview): StepState {
  const wrong = findingsOfStep(preview.findings, 'deployment');
  if (wrong.length > 0)
    return {
      shape: 'incomplete',
      says: tn('{{count}} thing to put right', '{{count}} things to put right', wrong.length),
    };
  const assumed = assumedEntries(preview).length;
  return {
    shape: 'done',
    says: assumed === 0 ? t('done') : tn('{{count}} port assumed', '{{count}} ports assumed', assumed),
  };
}

function featuresState(preview: Preview): StepState {
  const names = Object.keys(preview.catalog.features);
  const on = names.filter((name) => preview.site.features[name] === true).length;
  const answered = names.length - preview.rules.notAnswered.length;
  if (answered === 0) return { shape: 'empty', says: t('not answered yet') };
  if (preview.rules.undecided.length > 0)
    return {
      shape: 'incomplete',
      says: tn('{{count}} entry undecided', '{{count}} entries undecided', preview.rules.undecided.length),
    };
  const left = names.length - answered;
  return {
    shape: 'done',
    says:
      left === 0
        ? t('{{on}} on, {{value}} off', { on, value: names.length - on })
        : t('{{on}} on, {{left}} open', { on, left }),
  };
}

/** Roles that a rule which is on waits for. */
export function missingRoles(preview: Preview): readonly string[] {
  return neededRoles(preview)
    .filter((role) => role.missing !== null)
    .map((role) => role.title);
}

function endpointsState(preview: Preview): StepState {
  const wrong = findingsOfStep(preview.findings, 'endpoints');
  if (wrong.length > 0)
    return {
      shape: 'incomplete',
      says: tn('{{count}} address wrong', '{{count}} addresses wrong', wrong.length),
    };
  const missing = missingRoles(preview).length;
  return missing === 0
    ? { shape: 'done', says: t('done') }
    : {
        shape: 'incomplete',
        says: tn('{{count}} role without address', '{{count}} roles without address', missing),
      };
}

function requestState(open: OpenState, preview: Preview): StepState {
  const revision = `revision ${open.history.present.request?.revision ?? 'A'}`;
  if (open.request === null) return { shape: 'not-run', says: t('not written yet') };
  if (open.request.rulesKey !== preview.rulesKey) return { shape: 'stale', says: t('rules changed since') };
  return preview.rules.draft
    ? { shape: 'incomplete', says: t('draft, {{revision}}', { revision }) }
    : { shape: 'done', says: t('written, {{revision}}', { revision }) };
}

function checksState({ run }: OpenState, preview: Preview): StepState {
  switch (run.kind) {
    case 'not-run':
      return { shape: 'not-run', says: t('not run') };
    case 'running': {
      const done = Object.keys(run.progress.records).length;
      const total = run.progress.checks.length;
      return {
        shape: 'running',
        says: total === 0 ? 'connecting' : t('running, {{done}} of {{total}}', { done, total }),
      };
    }
    case 'failed':
      return { shape: 'incomplete', says: t('could not run') };
    case 'finished': {
      if (run.progress.rulesKey !== preview.rulesKey)
        return { shape: 'stale', says: t('rules changed since') };
      const records = recordsOf(run.progress);
      const fail = records.filter((record) => record.verdict === 'fail').length;
      // A planned check without a record saw nothing: it may not hide behind those that passed.
      const silent = run.progress.checks.length - records.length;
      const unsure = silent + records.filter((record) => record.verdict === 'inconclusive').length;
      if (fail > 0)
        return { shape: 'fail', says: tn('{{count}} check failed', '{{count}} checks failed', fail) };
      if (unsure > 0) return { shape: 'incomplete', says: t('{{unsure}} inconclusive', { unsure }) };
      return records.length === 0
        ? { shape: 'incomplete', says: t('nothing was checked') }
        : { shape: 'done', says: tn('{{count}} check passed', '{{count}} checks passed', records.length) };
    }
    default:
      return assertNever(run);
  }
}

function reportState({ report, run, signedBefore }: OpenState): StepState {
  switch (report.kind) {
    case 'signed':
      return { shape: 'done', says: t('signed') };
    case 'draft':
      return report.draft.stale
        ? { shape: 'stale', says: t('the run is stale') }
        : { shape: 'empty', says: t('not signed yet') };
    case 'none':
    case 'reading':
      if (signedBefore !== null) return { shape: 'done', says: t('signed') };
      return { shape: 'empty', says: run.kind === 'finished' ? t('not signed yet') : t('not signed') };
    default:
      return assertNever(report);
  }
}

/** How each step stands: shape and words, never a bare icon. */
export function stepStates(open: OpenState, preview: Preview): Readonly<Record<StepId, StepState>> {
  return {
    site: siteState(open, preview),
    deployment: deploymentState(preview),
    features: featuresState(preview),
    endpoints: endpointsState(preview),
    request: requestState(open, preview),
    checks: checksState(open, preview),
    report: reportState(open),
  };
}
