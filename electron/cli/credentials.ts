import type { Credential } from '../ssh/index.ts';
import { agentAddress } from '../ssh/index.ts';
import { readStdinSecret } from './stdin-secret.ts';
import { badInput } from './stop.ts';

/** The options of AUTH, as the command line gives them. Each value may begin with `NODE=` or `jump:HOST=`. */
export interface AuthOptions {
  readonly passwordEnv: readonly string[];
  readonly passwordStdin: boolean;
  readonly identity: readonly string[];
  readonly passphraseEnv: readonly string[];
  readonly agent: boolean;
}

/** Credentials for one host: `NODE`, or `jump:HOST`. */
export type CredentialsFor = (host: string) => readonly Credential[];

interface Targeted {
  /** Null: every node, and never a jump host, which must be named. */
  readonly host: string | null;
  readonly value: string;
}

function targeted(option: string): Targeted {
  const at = option.indexOf('=');
  return at < 0 ? { host: null, value: option } : { host: option.slice(0, at), value: option.slice(at + 1) };
}

/**
 * What is for a host: what names it, and only where nothing does, what names no host. A secret that was meant for the other
 * nodes is never offered beside the node's own.
 */
function those<T extends Targeted>(all: readonly T[], host: string): readonly T[] {
  const named = all.filter((one) => one.host === host);
  if (named.length > 0 || host.startsWith('jump:')) return named;
  return all.filter((one) => one.host === null);
}

/** Reads a secret from the environment; `forgetSecrets` takes it out once nothing else reads it. */
export function takeSecret(variable: string, option: string, environment: NodeJS.ProcessEnv): string {
  const value = environment[variable];
  if (value === undefined || value === '') {
    throw badInput(
      `${option} names the variable ${variable}, which is not set.`,
      `Set it in the environment of this command, e.g. read -rs ${variable} and export ${variable}.`,
    );
  }
  return value;
}

/** Takes every variable that held a secret out of the environment, so that no child process inherits it. */
export function forgetSecrets(
  options: Pick<AuthOptions, 'passwordEnv' | 'passphraseEnv'> & {
    readonly signingPassphraseEnv?: string;
    readonly pdfPassphraseEnv?: string;
  },
  environment: NodeJS.ProcessEnv,
): void {
  const named = [...options.passwordEnv, ...options.passphraseEnv].map((option) => targeted(option).value);
  const { signingPassphraseEnv = '', pdfPassphraseEnv = '' } = options;
  for (const variable of [...named, signingPassphraseEnv, pdfPassphraseEnv]) {
    Reflect.deleteProperty(environment, variable);
  }
}

/**
 * Reads every secret once, before anything is sent. A node's secret is never offered to a jump host, nor the other way
 * round: what names no host is for nodes only, and only for those that have nothing of the same kind by their name.
 */
export async function readCredentials(
  options: AuthOptions,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<CredentialsFor> {
  const passphrases = options.passphraseEnv.map(targeted).map((target) => ({
    ...target,
    value: takeSecret(target.value, '--passphrase-env', environment),
  }));
  const passwords = options.passwordEnv.map(targeted).map((target) => ({
    ...target,
    value: takeSecret(target.value, '--password-env', environment),
  }));
  if (options.passwordStdin)
    passwords.push({ host: null, value: await readStdinSecret(process.stdin, signal) });
  const identities = options.identity.map(targeted);
  const socket = agentAddress(environment);
  if (options.agent && socket === null) {
    throw badInput(
      '--agent was given, but SSH_AUTH_SOCK is not set.',
      'Start ssh-agent, or use --identity FILE.',
    );
  }
  return (host) => [
    ...(options.agent && socket !== null ? [{ kind: 'agent' as const, socket }] : []),
    ...those(identities, host).map(({ value }) => {
      const passphrase = those(passphrases, host)[0]?.value;
      return {
        kind: 'key-file' as const,
        path: value,
        ...(passphrase === undefined ? {} : { passphrase }),
      };
    }),
    ...those(passwords, host).map(({ value }) => ({ kind: 'password' as const, password: value })),
  ];
}
