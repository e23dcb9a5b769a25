import type { Observation } from '../probes/observation.ts';

/**
 * True when the check was carried out, whatever came of it. An `error` counts: a probe that failed half-way must not
 * vanish behind another one that passed.
 */
export function wasExecuted(observation: Observation): boolean {
  return observation !== 'not-run' && observation !== 'not-testable';
}

/** True when the check was carried out and told something about the network or the node. */
export function gaveAnswer(observation: Observation): boolean {
  return wasExecuted(observation) && observation !== 'error';
}
