import type { Command } from 'commander';
import { reportOutputNames } from '../../../shared/documents/report-outputs/registry.ts';
import type { CompareOptions } from '../commands/compare.ts';
import { compareCommand } from '../commands/compare.ts';
import type { ExportOptions } from '../commands/export.ts';
import { exportCommand } from '../commands/export.ts';
import type { HistoryOptions } from '../commands/history.ts';
import { historyCommand } from '../commands/history.ts';
import type { ReceiptOptions } from '../commands/receipt.ts';
import { receiptCommand } from '../commands/receipt.ts';
import type { RedactOptions } from '../commands/redact.ts';
import { redactCommand } from '../commands/redact.ts';
import type { VerifierOptions } from '../commands/verifier.ts';
import { verifierCommand } from '../commands/verifier.ts';
import type { VerifyOptions } from '../commands/verify.ts';
import { verifyCommand } from '../commands/verify.ts';
import { withSigning } from './options.ts';
import type { RunCommand } from './run-command.ts';

/** Commands about signed reports. */
export function addReportCommands(program: Command, run: RunCommand): void {
  program
    .command('verify <report>')
    .description('signature, signer, form, and every verdict recomputed')
    .option('--allowed-signers <file>', 'OpenSSH allowed_signers file')
    .option('--require-ready', 'exit 1 unless ready, 4 with exceptions', false)
    .option('--json', 'one JSON document', false)
    .action((path: string, options: VerifyOptions) => run((now) => verifyCommand(path, options, now)));

  program
    .command('verifier [report]')
    .description('writes a page that verifies reports in any browser, offline; with a report: that one in it')
    .option('--out <dir>', 'folder for gatecheck-verifier.html, or NAME.readiness.html')
    .option('--sha256', 'print the digest of the empty page of this version', false)
    .option('--allowed-signers <file>', 'say whether the signer is known; the file does not go into the page')
    .action((report: string | undefined, options: VerifierOptions) =>
      run((now) => verifierCommand(report, options, now)),
    );

  program
    .command('export <report>')
    .description('writes a verified report for other programs and for tickets')
    .requiredOption('--out <dir>', 'folder for the files; - for standard output')
    .option('--format <list>', `of ${reportOutputNames.join(', ')}`, 'json')
    .option('--per-rule', 'also a hand-off text for each rule, in a file of its own', false)
    .option('--allowed-signers <file>', 'OpenSSH allowed_signers file')
    .action((path: string, options: ExportOptions) => run((now) => exportCommand(path, options, now)));

  program
    .command('compare <old> <new>')
    .description(
      'what opened, what broke and what else changed between two reports; exit 1 when something broke',
    )
    .option('--allowed-signers <file>', 'OpenSSH allowed_signers file')
    .option('--json', 'one JSON document', false)
    .action((older: string, newer: string, options: CompareOptions) =>
      run((now) => compareCommand(older, newer, options, now)),
    );

  program
    .command('history [site]')
    .description('every run and report that this user kept: of a site, or of all')
    .option('--verify', 'hold every line and every kept report against its SHA-256', false)
    .option('--show <id>', 'write a kept report with its signature, or a kept run, to --out')
    .option('--out <dir>', 'folder for --show')
    .option('--json', 'one JSON document', false)
    .action((path: string | undefined, options: HistoryOptions) =>
      run((now) => historyCommand(path, options, now)),
    );

  withSigning(
    program
      .command('receipt <report>')
      .description(
        'somebody read the token of a syslog message or trap at its receiver: a new report says so',
      )
      .requiredOption('--token <word>', 'the word behind "path check" in what arrived')
      .requiredOption('--by <name>', 'who read it')
      .requiredOption('--out <dir>', 'folder for the report')
      .option('--allowed-signers <file>', 'whose reports count (OpenSSH allowed_signers file)'),
  ).action((path: string, options: ReceiptOptions) => run((now) => receiptCommand(path, options, now)));

  withSigning(
    program
      .command('redact <report>')
      .description('writes a copy of a report without addresses and names, signed anew')
      .requiredOption('--out <dir>', 'folder for the copy')
      .option('--allowed-signers <file>', 'whose reports count (OpenSSH allowed_signers file)'),
  ).action((path: string, options: RedactOptions) => run((now) => redactCommand(path, options, now)));
}
