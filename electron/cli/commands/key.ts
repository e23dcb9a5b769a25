import { readFile } from 'node:fs/promises';
import type { Identity } from '../../signing/index.ts';
import { allowedSignersLine, createIdentity, importSigner, showIdentity } from '../../signing/index.ts';
import { identityPath, knownSignersPath } from '../../store/user-directory.ts';
import { takeSecret } from '../credentials.ts';
import type { ExitCode } from '../stop.ts';
import { badInput, exitCode } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { nowUtc } from '../surroundings.ts';

async function existing({ userFolder }: Surroundings): Promise<Identity> {
  const identity = await showIdentity(identityPath(userFolder));
  if (identity !== null) return identity;
  throw badInput(
    'There is no signing identity yet.',
    'Make one: gatecheck key create --name NAME --email EMAIL.',
  );
}

function describe(identity: Identity): string {
  const protection = identity.protection === 'none' ? 'unprotected key file' : 'protected by a passphrase';
  return `${identity.name} <${identity.email}>\n${identity.fingerprint}\n${identity.publicKey}\n${protection}\n`;
}

export interface KeyCreateOptions {
  readonly name: string;
  readonly email: string;
  readonly signingPassphraseEnv?: string;
  readonly plainKey: boolean;
  readonly rotate: boolean;
}

export async function keyCreateCommand(
  options: KeyCreateOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  if (options.plainKey === (options.signingPassphraseEnv !== undefined)) {
    throw badInput(
      'Say how the key is protected.',
      'Give --signing-passphrase-env VAR, or --plain-key for an unprotected key file.',
    );
  }
  const identity = await createIdentity(identityPath(surroundings.userFolder), {
    name: options.name,
    email: options.email,
    protection:
      options.signingPassphraseEnv === undefined
        ? { kind: 'none' }
        : {
            kind: 'passphrase',
            passphrase: takeSecret(
              options.signingPassphraseEnv,
              '--signing-passphrase-env',
              surroundings.environment,
            ),
          },
    now: nowUtc(surroundings),
    rotate: options.rotate,
  });
  surroundings.terminal.out(describe(identity));
  return exitCode.good;
}

export async function keyShowCommand(surroundings: Surroundings): Promise<ExitCode> {
  surroundings.terminal.out(describe(await existing(surroundings)));
  return exitCode.good;
}

export async function keyExportCommand(
  options: { readonly allowedSigners: boolean },
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { email, publicKey } = await existing(surroundings);
  surroundings.terminal.out(
    options.allowedSigners ? `${allowedSignersLine(email, publicKey)}\n` : `${publicKey} ${email}\n`,
  );
  return exitCode.good;
}

export async function keyImportCommand(path: string, surroundings: Surroundings): Promise<ExitCode> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw badInput(
      `${path} cannot be read.`,
      'Give a file with lines such as tech@example.com ssh-ed25519 AAAA....',
    );
  });
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (lines.length === 0)
    throw badInput(`${path} holds no key.`, 'key export --allowed-signers prints such a line.');
  for (const line of lines) {
    const signer = await importSigner(knownSignersPath(surroundings.userFolder), line);
    surroundings.terminal.out(`known from now on: ${signer.principals.join(', ')}\n`);
  }
  return exitCode.good;
}
