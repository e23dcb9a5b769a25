import { utcSeconds } from '../usecases/run/utc.ts';
import type { Terminal } from './terminal.ts';

/** What the commands get from outside. */
export interface Surroundings {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  /** What belongs to this user: identity, accepted host keys. */
  readonly userFolder: string;
  readonly fontsFolder: string;
  /** The bundled worker that reads filled requests. */
  readonly formsWorker: string;
  /** The page that verifies reports without us, as this version ships it. */
  readonly verifierFile: string;
  readonly now: () => Date;
  /** Ends when the person asks to stop (Ctrl C). */
  readonly signal: AbortSignal;
}

export function nowUtc(surroundings: Surroundings): string {
  return utcSeconds(surroundings.now());
}
