import { isFailure, readFailure, reading } from './failure-reading.ts';
import type { Probe } from './types.ts';

/** Connects and closes: for services that no probe speaks. */
export const tcpProbe: Probe = {
  prepare: () => ({
    wire: { kind: 'connect' },
    read: (attempt, context) =>
      isFailure(attempt.outcome)
        ? readFailure(attempt.outcome, attempt, context, 'filtered')
        : reading('open', 'connected'),
  }),
};
