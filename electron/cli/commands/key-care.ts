import { resolve } from 'node:path';
import { backupIdentity, protectIdentity, restoreIdentity } from '../../signing/index.ts';
import { identityPath } from '../../store/user-directory.ts';
import { takeSecret } from '../credentials.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';
import { describeIdentity } from './key.ts';

interface PassphraseOption {
  readonly signingPassphraseEnv?: string;
}

function passphraseOf({ signingPassphraseEnv }: PassphraseOption, surroundings: Surroundings): string | null {
  return signingPassphraseEnv === undefined
    ? null
    : takeSecret(signingPassphraseEnv, '--signing-passphrase-env', surroundings.environment);
}

export interface KeyProtectOptions extends PassphraseOption {
  readonly newPassphraseEnv: string;
}

/** `key protect`: a first passphrase for an unprotected key, or another one. */
export async function keyProtectCommand(
  options: KeyProtectOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const identity = await protectIdentity(
    identityPath(surroundings.userFolder),
    {
      passphrase: passphraseOf(options, surroundings),
      newPassphrase: takeSecret(options.newPassphraseEnv, '--new-passphrase-env', surroundings.environment),
    },
    { now: surroundings.now() },
  );
  surroundings.terminal.out(describeIdentity(identity));
  return exitCode.good;
}

export interface KeyBackupOptions extends PassphraseOption {
  readonly out: string;
  readonly backupPassphraseEnv?: string;
}

/** `key backup --out FILE`: a copy that a passphrase opens on any computer. */
export async function keyBackupCommand(
  options: KeyBackupOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { environment, userFolder, terminal } = surroundings;
  const identityFile = identityPath(userFolder);
  if (resolve(options.out) === resolve(identityFile)) {
    throw badInput('The backup would be written over the identity itself.', 'Give another file with --out.');
  }
  const variable = options.backupPassphraseEnv;
  const identity = await backupIdentity(
    identityFile,
    options.out,
    {
      passphrase: passphraseOf(options, surroundings),
      backupPassphrase:
        variable === undefined ? null : takeSecret(variable, '--backup-passphrase-env', environment),
    },
    { now: surroundings.now() },
  );
  terminal.out(`${options.out}\n${identity.fingerprint}\nsealed by a passphrase; keep the two apart\n`);
  return exitCode.good;
}

export interface KeyRestoreOptions extends PassphraseOption {
  readonly replace: boolean;
}

/** `key restore FILE`: puts a backup in place. */
export async function keyRestoreCommand(
  path: string,
  options: KeyRestoreOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const identity = await restoreIdentity(identityPath(surroundings.userFolder), path, {
    passphrase: passphraseOf(options, surroundings),
    replace: options.replace,
    now: nowUtc(surroundings),
  });
  surroundings.terminal.out(describeIdentity(identity));
  return exitCode.good;
}
