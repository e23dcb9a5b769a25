import './favour-memory.ts';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { reportOutputNames } from '../shared/documents/report-outputs/registry.ts';
import { version } from '../shared/lib/version.ts';
import type { AnswerOptions } from './cli/commands/answer.ts';
import { answerCommand } from './cli/commands/answer.ts';
import { catalogLintCommand } from './cli/commands/catalog.ts';
import type { CheckOptions } from './cli/commands/check.ts';
import { checkCommand } from './cli/commands/check.ts';
import { demoCommand } from './cli/commands/demo.ts';
import type { CompareOptions } from './cli/commands/compare.ts';
import { compareCommand } from './cli/commands/compare.ts';
import type { ExportOptions } from './cli/commands/export.ts';
import { exportCommand } from './cli/commands/export.ts';
import type { HistoryOptions } from './cli/commands/history.ts';
import { historyCommand } from './cli/commands/history.ts';
import type { KeyCreateOptions } from './cli/commands/key.ts';
import { keyCreateCommand, keyExportCommand, keyImportCommand, keyShowCommand } from './cli/commands/key.ts';
import type { KeyBackupOptions, KeyProtectOptions, KeyRestoreOptions } from './cli/commands/key-care.ts';
import { keyBackupCommand, keyProtectCommand, keyRestoreCommand } from './cli/commands/key-care.ts';
import { planCommand } from './cli/commands/plan.ts';
import type { RequestOptions } from './cli/commands/request.ts';
import { requestCommand } from './cli/commands/request.ts';
import type { RedactOptions } from './cli/commands/redact.ts';
import { redactCommand } from './cli/commands/redact.ts';
import { schemaCommand } from './cli/commands/schema.ts';
import type { AttestOptions, WaiveOptions } from './cli/commands/settle.ts';
import { attestCommand, waiveCommand } from './cli/commands/settle.ts';
import type { VerifierOptions } from './cli/commands/verifier.ts';
import { verifierCommand } from './cli/commands/verifier.ts';
import type { VerifyOptions } from './cli/commands/verify.ts';
import { verifyCommand } from './cli/commands/verify.ts';
import type { WatchOptions } from './cli/commands/watch.ts';
import { watchCommand } from './cli/commands/watch.ts';
import type { ExitCode } from './cli/stop.ts';
import { badInput, exitCode, exitCodeOf } from './cli/stop.ts';
import type { Surroundings } from './cli/surroundings.ts';
import { findingLine, terminalOf } from './cli/terminal.ts';
import { userDirectory } from './store/user-directory.ts';
import { problemOf } from './usecases/problem.ts';
import { verifierName } from './usecases/write-verifier.ts';

/** The command line: reads options, calls one command, sets the exit code. */

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

function each(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw badInput(`"${text}" is no whole number.`, 'Give a number such as 3000.');
}

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

program
  .command('plan <site>')
  .description('rules and the checks that would run; nothing is sent')
  .option('--json', 'one JSON document', false)
  .action((path: string, options: { json: boolean }) => ending((now) => planCommand(path, options, now)));

program
  .command('request <site>')
  .description('writes the firewall change request')
  .requiredOption('--out <dir>', 'folder for the files')
  .option('--format <list>', 'of pdf, xlsx, csv, md, txt, json, and firewalls: asa, panos, …', 'pdf,json')
  .option('--paper <paper>', 'a4 or letter', 'a4')
  .option('--with-denials', 'print an annex: which features are lost when lines are denied', false)
  .option('--since <request.json>', 'a delta: only what changed since this revision')
  .option('--only-blocked <report.json>', 'only what does not work yet by this readiness report')
  .option('--allowed-signers <file>', 'whose report counts (OpenSSH allowed_signers file)')
  .option('--answer <answer.json>', 'with --since or a removal: what the customer answered before')
  .action((path: string, options: RequestOptions) => ending((now) => requestCommand(path, options, now)));

program
  .command('answer <site> <filled>')
  .description('reads a request that came back: every decision, what was altered, and what denials cost')
  .requiredOption('--request <file>', 'the JSON file of the request that was sent')
  .option('--apply', 'write ticket and missing addresses into the site, and keep the answer beside it', false)
  .option('--json', 'one JSON document', false)
  .action((path: string, filled: string, options: AnswerOptions) =>
    ending((now) => answerCommand(path, filled, options, now)),
  );

program
  .command('check <site>')
  .description('runs the checks from the nodes and from this laptop, and writes the signed report')
  .requiredOption('--out <dir>', 'folder for the report')
  .option('--node <name>', 'only this node (again for more)', each, [])
  .option('--timeout-ms <n>', 'time for each check, in milliseconds', wholeNumber)
  .option('--fixed-waits', 'wait for the whole time for what is silent, whatever answers quickly', false)
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
  .option('--allowed-signers <file>', 'whose reports count for --only-failed (OpenSSH allowed_signers file)')
  .option('--with-verifier', 'write a page beside the report that verifies it in any browser', false)
  .option('--allow-large', 'run a plan of more than 5,000 checks for a node', false)
  .option('--json', 'the report on standard output', false)
  .option('--password-env <[host=]var>', 'variable with a password; HOST is a node or jump:HOST', each, [])
  .option('--password-stdin', 'password of the nodes on standard input', false)
  .option('--identity <[host=]file>', 'private key file', each, [])
  .option('--passphrase-env <[host=]var>', 'variable with the passphrase of a key file', each, [])
  .option('--agent', 'use ssh-agent (never forwarded)', false)
  .option('--known-hosts <file>', 'OpenSSH known_hosts file')
  .option('--host-key <fingerprint>', 'trust this host key (SHA256:...)', each, [])
  .option('--accept-new-host-key', 'accept unknown host keys for this run', false)
  .option('--signing-key <file>', 'sign with this OpenSSH or PKCS#8 key')
  .option(
    '--signing-agent [fingerprint]',
    'sign with a key in ssh-agent or Pageant; the only one, or this one',
  )
  .option('--signing-passphrase-env <var>', 'variable with the passphrase of the signing key')
  .action((path: string, options: CheckOptions) => ending((now) => checkCommand(path, options, now)));

program
  .command('redact <report>')
  .description('writes a copy of a report without addresses and names, signed anew')
  .requiredOption('--out <dir>', 'folder for the copy')
  .option('--allowed-signers <file>', 'whose reports count (OpenSSH allowed_signers file)')
  .option('--signing-key <file>', 'sign with this OpenSSH or PKCS#8 key')
  .option(
    '--signing-agent [fingerprint]',
    'sign with a key in ssh-agent or Pageant; the only one, or this one',
  )
  .option('--signing-passphrase-env <var>', 'variable with the passphrase of the signing key')
  .action((path: string, options: RedactOptions) => ending((now) => redactCommand(path, options, now)));

program
  .command('watch <site>')
  .description('checks again and again what does not pass yet, notes when it opens, and writes the signed report')
  .requiredOption('--out <dir>', 'folder for the report')
  .option('--every <seconds>', 'between two rounds of checks, at least 2', wholeNumber, 15)
  .option('--green-every <rounds>', 'check what works again every so many rounds', wholeNumber, 10)
  .option('--for <time>', 'end after this time: 90s, 30m, 2h')
  .option('--until <utc>', 'end at this time: 2026-11-24T23:00:00Z; without either at the end of the window')
  .option('--request <request.json>', 'the request that was sent: fill in since when each line works')
  .option('--filled <form.pdf>', 'with --request: the form that the customer filled in')
  .option('--events <file>', 'add every change to this file, one JSON document a line')
  .option('--bell', 'ring the terminal when something opens or stops', false)
  .option('--node <name>', 'only this node (again for more)', each, [])
  .option('--timeout-ms <n>', 'time for each check, in milliseconds', wholeNumber)
  .option('--fixed-waits', 'wait for the whole time for what is silent, whatever answers quickly', false)
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
  .option('--allowed-signers <file>', 'whose reports count for --only-failed (OpenSSH allowed_signers file)')
  .option('--allow-large', 'run a plan of more than 5,000 checks for a node', false)
  .option('--json', 'the report on standard output', false)
  .option('--password-env <[host=]var>', 'variable with a password; HOST is a node or jump:HOST', each, [])
  .option('--password-stdin', 'password of the nodes on standard input', false)
  .option('--identity <[host=]file>', 'private key file', each, [])
  .option('--passphrase-env <[host=]var>', 'variable with the passphrase of a key file', each, [])
  .option('--agent', 'use ssh-agent (never forwarded)', false)
  .option('--known-hosts <file>', 'OpenSSH known_hosts file')
  .option('--host-key <fingerprint>', 'trust this host key (SHA256:...)', each, [])
  .option('--accept-new-host-key', 'accept unknown host keys for this watch', false)
  .option('--signing-key <file>', 'sign with this OpenSSH or PKCS#8 key')
  .option(
    '--signing-agent [fingerprint]',
    'sign with a key in ssh-agent or Pageant; the only one, or this one',
  )
  .option('--signing-passphrase-env <var>', 'variable with the passphrase of the signing key')
  .action((path: string, options: WatchOptions) => ending((now) => watchCommand(path, options, now)));

program
  .command('verify <report>')
  .description('signature, signer, form, and every verdict recomputed')
  .option('--allowed-signers <file>', 'OpenSSH allowed_signers file')
  .option('--require-ready', 'exit 1 unless ready, 4 with exceptions', false)
  .option('--json', 'one JSON document', false)
  .action((path: string, options: VerifyOptions) => ending((now) => verifyCommand(path, options, now)));

program
  .command('export <report>')
  .description('writes a verified report for other programs and for tickets')
  .requiredOption('--out <dir>', 'folder for the files; - for standard output')
  .option('--format <list>', `of ${reportOutputNames.join(', ')}`, 'json')
  .option('--per-rule', 'also a hand-off text for each rule, in a file of its own', false)
  .option('--allowed-signers <file>', 'OpenSSH allowed_signers file')
  .action((path: string, options: ExportOptions) => ending((now) => exportCommand(path, options, now)));

program
  .command('verifier [report]')
  .description('writes a page that verifies reports in any browser, offline; with a report: that one in it')
  .option('--out <dir>', 'folder for gatecheck-verifier.html, or NAME.readiness.html')
  .option('--sha256', 'print the digest of the empty page of this version', false)
  .option('--allowed-signers <file>', 'say whether the signer is known; the file does not go into the page')
  .action((report: string | undefined, options: VerifierOptions) =>
    ending((now) => verifierCommand(report, options, now)),
  );

const key = program.command('key').description('the signing identity of this technician');
key
  .command('create')
  .requiredOption('--name <name>', 'as it stands in reports')
  .requiredOption('--email <email>', 'the principal of the key')
  .option('--signing-passphrase-env <var>', 'variable with the passphrase that protects it')
  .option('--plain-key', 'leave the key file unprotected', false)
  .option('--rotate', 'replace the identity that is there; its public key stays known', false)
  .action((options: KeyCreateOptions) => ending((now) => keyCreateCommand(options, now)));
key.command('show').action(() => ending(keyShowCommand));
key
  .command('export')
  .option('--allowed-signers', 'as a line of an allowed_signers file', false)
  .action((options: { allowedSigners: boolean }) => ending((now) => keyExportCommand(options, now)));
key.command('import <file>').action((path: string) => ending((now) => keyImportCommand(path, now)));
key
  .command('protect')
  .description('gives the identity a passphrase, or another one')
  .option('--signing-passphrase-env <var>', 'variable with the passphrase that opens it now')
  .requiredOption('--new-passphrase-env <var>', 'variable with the new passphrase')
  .action((options: KeyProtectOptions) => ending((now) => keyProtectCommand(options, now)));
key
  .command('backup')
  .description('writes a copy of the identity that only a passphrase opens')
  .requiredOption('--out <file>', 'the copy')
  .option('--signing-passphrase-env <var>', 'variable with the passphrase that opens the identity')
  .option('--backup-passphrase-env <var>', 'variable with another passphrase for the copy')
  .action((options: KeyBackupOptions) => ending((now) => keyBackupCommand(options, now)));
key
  .command('restore <file>')
  .description('puts a copy in place of the identity')
  .option('--signing-passphrase-env <var>', 'variable with the passphrase of the copy: proves that it opens')
  .option('--replace', 'replace another identity; its public key stays known', false)
  .action((path: string, options: KeyRestoreOptions) =>
    ending((now) => keyRestoreCommand(path, options, now)),
  );

program
  .command('history [site]')
  .description('every run and report that this user kept: of a site, or of all')
  .option('--verify', 'hold every line and every kept report against its SHA-256', false)
  .option('--show <id>', 'write a kept report with its signature, or a kept run, to --out')
  .option('--out <dir>', 'folder for --show')
  .option('--json', 'one JSON document', false)
  .action((path: string | undefined, options: HistoryOptions) =>
    ending((now) => historyCommand(path, options, now)),
  );

program
  .command('compare <old> <new>')
  .description(
    'what opened, what broke and what else changed between two reports; exit 1 when something broke',
  )
  .option('--allowed-signers <file>', 'OpenSSH allowed_signers file')
  .option('--json', 'one JSON document', false)
  .action((older: string, newer: string, options: CompareOptions) =>
    ending((now) => compareCommand(older, newer, options, now)),
  );

program
  .command('attest <site> <rule>')
  .description('a person answers for a rule that no check can tell; written into the site file')
  .option('--by <name>', 'who answers for it')
  .option('--how <text>', 'how it was made sure')
  .option('--expires <utc>', 'until when; without it, until the rule changes')
  .option('--withdraw', 'take it back', false)
  .action((path: string, rule: string, options: AttestOptions) =>
    ending((now) => attestCommand(path, rule, options, now)),
  );

program
  .command('waive <site> <rule>')
  .description('a person takes the risk of a rule that is not proven, for a time; written into the site file')
  .option('--by <name>', 'who takes the risk')
  .option('--reason <text>', 'why it may be missing')
  .option('--expires <utc>', 'until when; a waiver always ends')
  .option('--withdraw', 'take it back', false)
  .action((path: string, rule: string, options: WaiveOptions) =>
    ending((now) => waiveCommand(path, rule, options, now)),
  );

program
  .command('catalog')
  .description('tools for catalogue files')
  .command('lint <file>')
  .action((path: string) => ending((now) => catalogLintCommand(path, now)));

program
  .command('schema <name>')
  .description('prints a JSON Schema: site, request, answer, active, report, catalog, plan, comparison, summary, verify')
  .action((name: string) => ending((now) => schemaCommand(name, now)));

program
  .command('demo')
  .description('the whole job against the built-in practice node; everything is marked PRACTICE')
  .requiredOption('--out <dir>', 'folder for the files')
  .option('--scenario <name>', 'blocked or solved', 'blocked')
  .action((options: { out: string; scenario: string }) => ending((now) => demoCommand(options, now)));

for (const command of program.commands) {
  // Whatever signs a report makes its PDF too.
  if (!command.options.some(({ long }) => long === '--signing-key')) continue;
  command
    .option('--pdf-certificate <file.p12>', "sign the PDF with this certificate of the company's authority")
    .option('--pdf-passphrase-env <var>', 'variable with the passphrase of that file');
}

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
