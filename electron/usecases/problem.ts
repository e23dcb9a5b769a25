import type { Problem } from '../../shared/ipc/contract.ts';
import type { Finding } from '../../shared/lib/result.ts';

/** What an expected failure says to a person. Errors of the adapters have this shape too: `message` and `cure`. */
export class UseCaseError extends Error {
  readonly cure: string;
  readonly findings: readonly Finding[];
  /** `bad-input`: nothing was sent or written. `cannot`: the surroundings do not allow it. */
  readonly kind: 'bad-input' | 'cannot';

  constructor(
    kind: 'bad-input' | 'cannot',
    message: string,
    cure: string,
    findings: readonly Finding[] = [],
  ) {
    super(message);
    this.name = 'UseCaseError';
    this.kind = kind;
    this.cure = cure;
    this.findings = findings;
  }
}

function cureOf(error: Error): string | null {
  return 'cure' in error && typeof error.cure === 'string' ? error.cure : null;
}

function findingsOf(error: Error): readonly Finding[] {
  return error instanceof UseCaseError ? error.findings : [];
}

/** Any error as a problem that a person can act on. What has no cure is a fault of ours, and says so. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return { message: String(error), cure: null, findings: [] };
  const cure = cureOf(error);
  return {
    message: cure === null ? `Unexpected: ${error.message}` : error.message,
    cure: cure ?? 'This is a fault of the program. Nothing was reported as passed because of it.',
    findings: findingsOf(error),
  };
}
