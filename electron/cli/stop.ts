import type { Finding } from '../../shared/lib/result.ts';
import { SigningError } from '../signing/index.ts';
import { UseCaseError } from '../usecases/problem.ts';

/** Exit codes that users script against. */
export const exitCode = {
  good: 0,
  /** Not ready, a draft, findings, invalid, not as scripted. */
  notGood: 1,
  /** Bad usage or bad input: nothing was sent or written. */
  badInput: 2,
  /** Could not do it: SSH, disk. */
  cannot: 3,
  /** Ready with exceptions; signer unknown. */
  withExceptions: 4,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Bad usage or input: exit 2. */
export function badInput(message: string, cure: string, findings: readonly Finding[] = []): UseCaseError {
  return new UseCaseError('bad-input', message, cure, findings);
}

function signingExit({ kind }: SigningError): ExitCode {
  return kind === 'agent-unavailable' || kind === 'keychain-failed' ? exitCode.cannot : exitCode.badInput;
}

/** The exit code of a failure that ended a command. Errors of the adapters (SSH, disk) mean "could not do it". */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UseCaseError && error.kind === 'bad-input') return exitCode.badInput;
  // The key that signs is opened before anything is sent. What an agent or a keychain does not do is no bad input.
  if (error instanceof SigningError) return signingExit(error);
  return exitCode.cannot;
}
