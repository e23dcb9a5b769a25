import type { Command } from 'commander';
import type { CheckOptions } from '../commands/check.ts';
import { checkCommand } from '../commands/check.ts';
import type { WatchOptions } from '../commands/watch.ts';
import { watchCommand } from '../commands/watch.ts';
import { each, wholeNumber, withSigning, withSignIn } from './options.ts';
import type { RunCommand } from './run-command.ts';

/** Commands that check nodes. */
export function addRunCommands(program: Command, run: RunCommand): void {
  withSigning(
    withSignIn(
      program
        .command('check <site>')
        .description('runs the checks from the nodes and from this laptop, and writes the signed report')
        .requiredOption('--out <dir>', 'folder for the report')
        .option('--node <name>', 'only this node (again for more)', each, [])
        .option('--timeout-ms <n>', 'time for each check, in milliseconds', wholeNumber)
        .option(
          '--fixed-waits',
          'wait for the whole time for what is silent, whatever answers quickly',
          false,
        )
        .option('--concurrency <n>', 'checks at the same time', wholeNumber)
        .option(
          '--listen <where>',
          'temporary listeners for services that are not started: off, unprivileged (from port 1024 on), all',
        )
        .option('--recover', 'write the report of a run that was interrupted; nothing is sent', false)
        .option(
          '--only-failed <report.json>',
          'only what does not pass in this report, merged with it (again for more)',
          each,
          [],
        )
        .option(
          '--allowed-signers <file>',
          'whose reports count for --only-failed (OpenSSH allowed_signers file)',
        )
        .option('--with-verifier', 'write a page beside the report that verifies it in any browser', false)
        .option('--allow-large', 'run a plan of more than 5,000 checks for a node', false)
        .option('--json', 'the report on standard output', false),
    ),
  ).action((path: string, options: CheckOptions) => run((now) => checkCommand(path, options, now)));

  withSigning(
    withSignIn(
      program
        .command('watch <site>')
        .description(
          'checks again and again what does not pass yet, notes when it opens, and writes the signed report',
        )
        .requiredOption('--out <dir>', 'folder for the report')
        .option('--every <seconds>', 'between two rounds of checks, at least 2', wholeNumber, 15)
        .option('--green-every <rounds>', 'check what works again every so many rounds', wholeNumber, 10)
        .option('--for <time>', 'end after this time: 90s, 30m, 2h')
        .option(
          '--until <utc>',
          'end at this time: 2026-11-24T23:00:00Z; without either at the end of the window',
        )
        .option('--request <request.json>', 'the request that was sent: fill in since when each line works')
        .option('--filled <form.pdf>', 'with --request: the form that the customer filled in')
        .option('--events <file>', 'add every change to this file, one JSON document a line')
        .option('--bell', 'ring the terminal when something opens or stops', false)
        .option('--node <name>', 'only this node (again for more)', each, [])
        .option('--timeout-ms <n>', 'time for each check, in milliseconds', wholeNumber)
        .option(
          '--fixed-waits',
          'wait for the whole time for what is silent, whatever answers quickly',
          false,
        )
        .option('--concurrency <n>', 'checks at the same time', wholeNumber)
        .option(
          '--listen <where>',
          'temporary listeners for services that are not started: off, unprivileged (from port 1024 on), all',
        )
        .option(
          '--only-failed <report.json>',
          'only what does not pass in this report, merged with it (again for more)',
          each,
          [],
        )
        .option(
          '--allowed-signers <file>',
          'whose reports count for --only-failed (OpenSSH allowed_signers file)',
        )
        .option('--allow-large', 'run a plan of more than 5,000 checks for a node', false)
        .option('--json', 'the report on standard output', false),
    ),
  ).action((path: string, options: WatchOptions) => run((now) => watchCommand(path, options, now)));
}
