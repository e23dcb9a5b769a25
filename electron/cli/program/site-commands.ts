import type { Command } from 'commander';
import type { AnswerOptions } from '../commands/answer.ts';
import { answerCommand } from '../commands/answer.ts';
import { planCommand } from '../commands/plan.ts';
import type { RequestOptions } from '../commands/request.ts';
import { requestCommand } from '../commands/request.ts';
import type { AttestOptions, WaiveOptions } from '../commands/settle.ts';
import { attestCommand, waiveCommand } from '../commands/settle.ts';
import type { RunCommand } from './run-command.ts';

/** Commands about a site and its change request. */
export function addSiteCommands(program: Command, run: RunCommand): void {
  program
    .command('plan <site>')
    .description('rules and the checks that would run; nothing is sent')
    .option('--json', 'one JSON document', false)
    .action((path: string, options: { json: boolean }) => run((now) => planCommand(path, options, now)));

  program
    .command('request <site>')
    .description('writes the firewall change request')
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--format <list>', 'of pdf, xlsx, csv, md, txt, json, and firewalls: asa, panos, …', 'pdf,json')
    .option('--paper <paper>', 'a4 or letter', 'a4')
    .option('--language <language>', 'of what people read: en, de, pl or ja; without it as the site says')
    .option('--with-denials', 'print an annex: which features are lost when lines are denied', false)
    .option('--since <request.json>', 'a delta: only what changed since this revision')
    .option('--only-blocked <report.json>', 'only what does not work yet by this readiness report')
    .option('--allowed-signers <file>', 'whose report counts (OpenSSH allowed_signers file)')
    .option('--answer <answer.json>', 'with --since or a removal: what the customer answered before')
    .action((path: string, options: RequestOptions) => run((now) => requestCommand(path, options, now)));

  program
    .command('answer <site> <filled>')
    .description('reads a request that came back: every decision, what was altered, and what denials cost')
    .requiredOption('--request <file>', 'the JSON file of the request that was sent')
    .option(
      '--apply',
      'write ticket and missing addresses into the site, and keep the answer beside it',
      false,
    )
    .option('--json', 'one JSON document', false)
    .action((path: string, filled: string, options: AnswerOptions) =>
      run((now) => answerCommand(path, filled, options, now)),
    );

  program
    .command('attest <site> <rule>')
    .description('a person answers for a rule that no check can tell; written into the site file')
    .option('--by <name>', 'who answers for it')
    .option('--how <text>', 'how it was made sure')
    .option('--expires <utc>', 'until when; without it, until the rule changes')
    .option('--withdraw', 'take it back', false)
    .action((path: string, rule: string, options: AttestOptions) =>
      run((now) => attestCommand(path, rule, options, now)),
    );

  program
    .command('waive <site> <rule>')
    .description(
      'a person takes the risk of a rule that is not proven, for a time; written into the site file',
    )
    .option('--by <name>', 'who takes the risk')
    .option('--reason <text>', 'why it may be missing')
    .option('--expires <utc>', 'until when; a waiver always ends')
    .option('--withdraw', 'take it back', false)
    .action((path: string, rule: string, options: WaiveOptions) =>
      run((now) => waiveCommand(path, rule, options, now)),
    );
}
