import type { Command } from 'commander';
import { catalogLintCommand } from '../commands/catalog.ts';
import { demoCommand } from '../commands/demo.ts';
import { schemaCommand } from '../commands/schema.ts';
import type { RunCommand } from './run-command.ts';

/** Commands about the catalogue and the schemas, and the practice node. */
export function addOtherCommands(program: Command, run: RunCommand): void {
  program
    .command('catalog')
    .description('tools for catalogue files')
    .command('lint <file>')
    .action((path: string) => run((now) => catalogLintCommand(path, now)));

  program
    .command('schema <name>')
    .description(
      'prints a JSON Schema: site, request, answer, active, report, catalog, plan, comparison, summary, verify',
    )
    .action((name: string) => run((now) => schemaCommand(name, now)));

  program
    .command('demo')
    .description('the whole job against the built-in practice node; everything is marked PRACTICE')
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--scenario <name>', 'blocked or solved', 'blocked')
    .action((options: { out: string; scenario: string }) => run((now) => demoCommand(options, now)));
}
