import type { SightState, Sight } from '../../shared/documents/picture/types.ts';
import type { IconName } from '../components/icon.tsx';
import type { Tone } from '../components/state-words.tsx';

const looks: Readonly<Record<SightState, { readonly tone: Tone | 'plain'; readonly icon: IconName | null }>> =
  {
    pass: { tone: 'pass', icon: 'confirmed' },
    fail: { tone: 'fail', icon: 'fail' },
    inconclusive: { tone: 'unsure', icon: 'inconclusive' },
    attested: { tone: 'attested', icon: 'attested' },
    waived: { tone: 'waived', icon: 'waived' },
    running: { tone: 'running', icon: 'running' },
    waiting: { tone: 'idle', icon: 'not-run' },
    'not-run': { tone: 'idle', icon: 'not-run' },
    'no-address': { tone: 'unsure', icon: 'not-run' },
    planned: { tone: 'plain', icon: null },
  };

/** Colour by the verdict, shape by what was observed. */
export function lookOf({ state, observation }: Sight): {
  readonly tone: Tone | 'plain';
  readonly icon: IconName | null;
} {
  const look = looks[state];
  const observed = (state === 'fail' || state === 'inconclusive') && observation !== null;
  return observed ? { ...look, icon: observation } : look;
}
