import type { Observation } from '../../probes/observation.ts';
import type { Sight, SightState, Way } from './types.ts';

/** Worst first. What somebody decided stands between what was not seen and what passed. */
const order: readonly SightState[] = [
  'fail',
  'inconclusive',
  'running',
  'no-address',
  'waiting',
  'not-run',
  'planned',
  'waived',
  'attested',
  'pass',
];

const nothing: Sight = { state: 'planned', observation: null, check: null };

/** The worst of them; of equals the first. */
export function worstSight(sights: Iterable<Sight>): Sight {
  let worst: Sight | null = null;
  for (const sight of sights)
    if (worst === null || order.indexOf(sight.state) < order.indexOf(worst.state)) worst = sight;
  return worst ?? nothing;
}

/** Where the mark sits: at the host that may have answered so itself, else on the wall. */
export function stopsAt(observation: Observation | null): 'host' | 'wall' {
  return observation === 'refused' || observation === 'unresolved' ? 'host' : 'wall';
}

const unsent: readonly (Observation | null)[] = [
  'unresolved',
  'wrong-interface',
  'not-testable',
  'error',
  'not-run',
];

/** Nothing was sent: never drawn as a flow. */
export function nothingSent({ state, observation }: Sight): boolean {
  switch (state) {
    case 'waiting':
    case 'not-run':
    case 'no-address':
      return true;
    case 'pass':
    case 'planned':
    case 'running':
      return false;
    case 'fail':
    case 'inconclusive':
    case 'attested':
    case 'waived':
      return unsent.includes(observation);
  }
}

/** It came through, or is meant to. */
export function goesThrough({ state, observation }: Sight): boolean {
  if (state === 'pass' || state === 'planned' || state === 'running') return true;
  // Somebody answered all the same, though not to our satisfaction, or only for the record.
  return (
    !nothingSent({ state, observation, check: null }) &&
    (observation === 'open' || observation === 'confirmed')
  );
}

/** The way that a lane's mark belongs to. */
export function worstWay(ways: readonly { readonly way: Way; readonly sight: Sight }[]): Way {
  const worst = worstSight(ways.map(({ sight }) => sight));
  return ways.find(({ sight }) => sight === worst)?.way ?? 'out';
}
