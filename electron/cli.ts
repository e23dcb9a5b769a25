import './favour-memory.ts';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { version } from '../shared/lib/version.ts';
import { addKeyCommands } from './cli/program/key-commands.ts';
import { addOtherCommands } from './cli/program/other-commands.ts';
import { addReportCommands } from './cli/program/report-commands.ts';
import { addRunCommands } from './cli/program/run-commands.ts';
import { addSiteCommands } from './cli/program/site-commands.ts';
import type { ExitCode } from './cli/stop.ts';
import { exitCode, exitCodeOf } from './cli/stop.ts';
import type { Surroundings } from './cli/surroundings.ts';
import { findingLine, terminalOf } from './cli/terminal.ts';
import { keepMemoryOutOfDumps } from './no-memory-in-dumps.ts';
import { userDirectory } from './store/user-directory.ts';
import { problemOf } from './usecases/problem.ts';
import { verifierName } from './usecases/write-verifier.ts';

/** The command line: reads options, calls one command, sets the exit code. */

keepMemoryOutOfDumps();

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());
process.once('SIGTERM', () => interrupted.abort());

const surroundings: Surroundings = {
  terminal: terminalOf(process.stdout, process.stderr),
  environment: process.env,
  userFolder: userDirectory(),
  fontsFolder: join(__dirname, 'fonts'),
  formsWorker: join(__dirname, 'forms-worker.cjs'),
  verifierFile: join(__dirname, verifierName),
  now: () => new Date(),
  signal: interrupted.signal,
};

/** Runs a command of the line and keeps its exit code. */
function ending(run: (surroundings: Surroundings) => Promise<ExitCode>): Promise<void> {
  return run(surroundings).then((code) => {
    process.exitCode = code;
  });
}

const program = new Command('gatecheck')
  .description(
    'Derives the firewall rules that a storage node needs, asks for them, and proves what is reachable.',
  )
  .version(version)
  .exitOverride()
  .showHelpAfterError('(gatecheck --help lists the commands)');

addSiteCommands(program, ending);
addRunCommands(program, ending);
addReportCommands(program, ending);
addKeyCommands(program, ending);
addOtherCommands(program, ending);

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCode.good : exitCode.badInput;
    return;
  }
  const { message, cure, findings } = problemOf(error);
  const lines = [message, ...(cure === null ? [] : [cure]), ...findings.map(findingLine)];
  surroundings.terminal.err(`${lines.join('\n')}\n`);
  process.exitCode = exitCodeOf(error);
});
