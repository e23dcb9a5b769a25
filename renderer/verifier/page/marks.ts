import type { NumberedRule } from '../../../shared/documents/readiness-report/facts.ts';
import { markWord } from '../../../shared/documents/readiness-report/facts.ts';
import type { CheckRecord, Readiness } from '../../../shared/results/types.ts';
import type { Tone } from './dom.ts';
import { state } from './dom.ts';

export type Mark = NumberedRule['mark'];

const looks: Readonly<Record<Mark, readonly [Tone, string]>> = {
  pass: ['pass', 'confirmed'],
  weak: ['pass', 'open'],
  fail: ['fail', 'fail'],
  inconclusive: ['unsure', 'inconclusive'],
  attested: ['attested', 'attested'],
  waived: ['waived', 'waived'],
};

/** Shape, colour and word of a rule. */
export function markState(mark: Mark): HTMLElement {
  const [tone, shape] = looks[mark];
  return state(tone, shape, markWord(mark));
}

const tones = { pass: 'pass', fail: 'fail', inconclusive: 'unsure' } as const;

/** The icon's shape is the observation; colour follows the verdict. */
export function observationState({ observation, verdict }: CheckRecord): HTMLElement {
  return state(observation === 'not-run' ? 'idle' : tones[verdict], observation, observation);
}

const readinessLooks: Readonly<Record<Readiness, readonly [Tone, string, string]>> = {
  ready: ['pass', 'confirmed', 'Ready'],
  'ready-with-exceptions': ['waived', 'waived', 'Ready with exceptions'],
  'not-ready': ['fail', 'fail', 'Not ready'],
};

/** The verdict of a report; practice is never ready. */
export function readinessState(readiness: Readiness, practice: boolean): HTMLElement {
  if (practice) return state('unsure', 'practice', 'Practice: never ready');
  const [tone, shape, word] = readinessLooks[readiness];
  return state(tone, shape, word);
}
