import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import type { Readiness, Settled, Verdict } from '../../shared/results/types.ts';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import { observationMeans, verdictMeans } from '../help/meanings.ts';
import { t } from '../i18n/t.ts';

export type Tone = 'pass' | 'fail' | 'unsure' | 'attested' | 'waived' | 'idle' | 'running';

/** Colour follows the verdict; the icon's shape is the observation. */
export function toneOfVerdict(verdict: Verdict): Tone {
  switch (verdict) {
    case 'pass':
      return 'pass';
    case 'fail':
      return 'fail';
    case 'inconclusive':
      return 'unsure';
    default:
      return assertNever(verdict);
  }
}

const verdictIcons: Readonly<Record<Verdict, IconName>> = {
  pass: 'confirmed',
  fail: 'fail',
  inconclusive: 'inconclusive',
};

export interface ReadinessLook {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

export function readinessLook(readiness: Readiness): ReadinessLook {
  switch (readiness) {
    case 'ready':
      return { words: t('Ready'), icon: 'confirmed', tone: 'pass' };
    case 'ready-with-exceptions':
      return { words: t('Ready with exceptions'), icon: 'waived', tone: 'waived' };
    case 'not-ready':
      return { words: t('Not ready'), icon: 'fail', tone: 'fail' };
  }
}

/** The word of an observation on screen; files keep its id. */
export function observationWord(observation: Observation): string {
  switch (observation) {
    case 'confirmed':
      return t('confirmed');
    case 'open':
      return t('open');
    case 'refused':
      return t('refused');
    case 'rejected':
      return t('rejected');
    case 'filtered':
      return t('filtered');
    case 'unreachable':
      return t('unreachable');
    case 'unresolved':
      return t('unresolved');
    case 'intercepted':
      return t('intercepted');
    case 'wrong-interface':
      return t('wrong-interface');
    case 'no-answer':
      return t('no-answer');
    case 'not-testable':
      return t('not-testable');
    case 'error':
      return t('error');
    case 'not-run':
      return t('not-run');
  }
}

/** The word of a verdict on screen, or of what a person decided. */
export function verdictWord(verdict: Verdict | Settled): string {
  switch (verdict) {
    case 'pass':
      return t('pass');
    case 'fail':
      return t('fail');
    case 'inconclusive':
      return t('inconclusive');
    case 'attested':
      return t('attested');
    case 'waived':
      return t('waived');
  }
}

/** Icon and word of an observation, in the colour of its verdict. */
export function ObservationWord({
  observation,
  verdict,
}: {
  readonly observation: Observation;
  readonly verdict: Verdict;
}) {
  const tone = observation === 'not-run' ? 'idle' : toneOfVerdict(verdict);
  return (
    <span className={`state tone-${tone}`} title={observationMeans(observation)}>
      <Icon name={observation} />
      {observationWord(observation)}
    </span>
  );
}

export function VerdictWord({
  verdict,
  settled = null,
}: {
  readonly verdict: Verdict;
  readonly settled?: Settled | null;
}) {
  const tone = settled ?? toneOfVerdict(verdict);
  return (
    <span className={`state tone-${tone}`} title={verdictMeans(settled ?? verdict)}>
      <Icon name={settled ?? verdictIcons[verdict]} />
      {verdictWord(settled ?? verdict)}
    </span>
  );
}

export function Chip({
  tone,
  icon,
  words,
}: {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly words: string;
}) {
  return (
    <span className={`chip tone-${tone}`}>
      <Icon name={icon} />
      {words}
    </span>
  );
}

export function ReadinessChip({ readiness }: { readonly readiness: Readiness | null }) {
  if (readiness === null) return <Chip tone="idle" icon="not-run" words={t('Not checked')} />;
  return <Chip {...readinessLook(readiness)} />;
}
