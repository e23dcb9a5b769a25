import type { Command } from 'commander';
import type { KeyBackupOptions, KeyProtectOptions, KeyRestoreOptions } from '../commands/key-care.ts';
import { keyBackupCommand, keyProtectCommand, keyRestoreCommand } from '../commands/key-care.ts';
import type { KeyCreateOptions } from '../commands/key.ts';
import { keyCreateCommand, keyExportCommand, keyImportCommand, keyShowCommand } from '../commands/key.ts';
import type { RunCommand } from './run-command.ts';

/** Commands about the signing identity. */
export function addKeyCommands(program: Command, run: RunCommand): void {
  const key = program.command('key').description('the signing identity of this technician');
  key
    .command('create')
    .requiredOption('--name <name>', 'as it stands in reports')
    .requiredOption('--email <email>', 'the principal of the key')
    .option('--signing-passphrase-env <var>', 'variable with the passphrase that protects it')
    .option('--plain-key', 'leave the key file unprotected', false)
    .option('--rotate', 'replace the identity that is there; its public key stays known', false)
    .action((options: KeyCreateOptions) => run((now) => keyCreateCommand(options, now)));
  key.command('show').action(() => run(keyShowCommand));
  key
    .command('export')
    .option('--allowed-signers', 'as a line of an allowed_signers file', false)
    .action((options: { allowedSigners: boolean }) => run((now) => keyExportCommand(options, now)));
  key.command('import <file>').action((path: string) => run((now) => keyImportCommand(path, now)));
  key
    .command('protect')
    .description('gives the identity a passphrase, or another one')
    .option('--signing-passphrase-env <var>', 'variable with the passphrase that opens it now')
    .requiredOption('--new-passphrase-env <var>', 'variable with the new passphrase')
    .action((options: KeyProtectOptions) => run((now) => keyProtectCommand(options, now)));
  key
    .command('backup')
    .description('writes a copy of the identity that only a passphrase opens')
    .requiredOption('--out <file>', 'the copy')
    .option('--signing-passphrase-env <var>', 'variable with the passphrase that opens the identity')
    .option('--backup-passphrase-env <var>', 'variable with another passphrase for the copy')
    .action((options: KeyBackupOptions) => run((now) => keyBackupCommand(options, now)));
  key
    .command('restore <file>')
    .description('puts a copy in place of the identity')
    .option(
      '--signing-passphrase-env <var>',
      'variable with the passphrase of the copy: proves that it opens',
    )
    .option('--replace', 'replace another identity; its public key stays known', false)
    .action((path: string, options: KeyRestoreOptions) =>
      run((now) => keyRestoreCommand(path, options, now)),
    );
}
