import { assertNever } from '../../shared/lib/assert-never.ts';
import type { Observation } from '../../shared/probes/observation.ts';
import type { Readiness, Settled, Verdict } from '../../shared/results/types.ts';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
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

export const readinessWords: Readonly<
  Record<Readiness, { readonly words: string; readonly icon: IconName; readonly tone: Tone }>
> = {
  ready: { words: 'Ready', icon: 'confirmed', tone: 'pass' },
  'ready-with-exceptions': { words: 'Ready with exceptions', icon: 'waived', tone: 'waived' },
  'not-ready': { words: 'Not ready', icon: 'fail', tone: 'fail' },
};

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
    <span className={`state tone-${tone}`}>
      <Icon name={observation} />
      {observation}
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
    <span className={`state tone-${tone}`}>
      <Icon name={settled ?? verdictIcons[verdict]} />
      {settled ?? verdict}
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
  return <Chip {...readinessWords[readiness]} />;
}
