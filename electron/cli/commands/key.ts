import type { Identity } from '../../signing/index.ts';
import { allowedSignersLine, createIdentity, importSigner, showIdentity } from '../../signing/index.ts';
import { readTextFile } from '../../store/text-file.ts';
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

const protectionWords = {
  passphrase: 'a passphrase opens it',
  system: 'this computer’s keychain opens it in the window',
} as const;

function protectionLine({ protections }: Identity): string {
  if (protections.length === 0) return 'unprotected key file';
  const words = protections.map((protection) => protectionWords[protection]).join('; ');
  return protections.includes('passphrase')
    ? words
    : `${words}; the command line cannot: add a passphrase in the window`;
}

/** What a person may see of an identity, one fact a line. */
export function describeIdentity(identity: Identity): string {
  const { name, email, fingerprint, publicKey, certificate, rotated } = identity;
  return [
    `${name} <${email}>`,
    fingerprint,
    publicKey,
    `protection: ${protectionLine(identity)}`,
    `document key: ${certificate === null ? 'none yet, made when the identity is next opened' : 'P-256, with a self-made certificate'}`,
    ...(certificate === null ? [] : [`certificate SHA-256: ${certificate}`]),
    ...(rotated === 0 ? [] : [`public keys before this one: ${rotated}, still known`]),
    '',
  ].join('\n');
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
  surroundings.terminal.out(describeIdentity(identity));
  return exitCode.good;
}

export async function keyShowCommand(surroundings: Surroundings): Promise<ExitCode> {
  surroundings.terminal.out(describeIdentity(await existing(surroundings)));
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
  const text = await readTextFile(path).catch(() => {
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
