import type { ExitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';

/** Runs a command with what it gets from outside, and keeps its exit code. */
export type RunCommand = (command: (surroundings: Surroundings) => Promise<ExitCode>) => Promise<void>;
