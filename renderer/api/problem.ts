import type { Problem } from '../../shared/ipc/contract.ts';

/** A call that the main process refused, with the words for the person. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** What any failure says to the person; a bug in the window says so too. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return {
    message: `The window made a mistake: ${message}`,
    cure: 'Your edits are kept. Try again.',
    findings: [],
  };
}
