import { duration, isFailure, readFailure, reading } from './failure-reading.ts';
import type { Probe } from './types.ts';

/** One echo request. */
export const icmpEchoProbe: Probe = {
  prepare: () => ({
    wire: { kind: 'echo' },
    read: (attempt, context) =>
      isFailure(attempt.outcome)
        ? readFailure(attempt.outcome, attempt, context, 'no-answer')
        : reading('confirmed', `echo reply in ${duration(attempt.ms)}`),
  }),
};
