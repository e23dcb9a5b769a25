import type { IpcArguments } from '../../../shared/ipc/contract.ts';
import type { SiteNode } from '../../../shared/site/schema.ts';
import type { Credential } from '../../ssh/index.ts';
import { UseCaseError } from '../problem.ts';
import { checkSignIn } from '../run/sign-in.ts';
import type { HandedOut } from './handed-out.ts';

export type HostCredentials = IpcArguments<'run.start'>[1]['hosts'];
type CredentialArgument = HostCredentials[number]['credentials'][number];

function credentialOf(
  argument: CredentialArgument,
  keyFiles: HandedOut,
  agentSocket: string | null,
): Credential {
  switch (argument.kind) {
    case 'password':
      return argument;
    case 'key-file': {
      const path = keyFiles.find(argument.file);
      const { passphrase } = argument;
      return passphrase === null ? { kind: 'key-file', path } : { kind: 'key-file', path, passphrase };
    }
    case 'kept':
      throw new Error('What is kept was not put in.');
    case 'agent':
      if (agentSocket !== null) return { kind: 'agent', socket: agentSocket };
      throw new UseCaseError(
        'bad-input',
        'No SSH agent runs on this laptop.',
        'Start one before Gatecheck, or choose a password or a key file.',
      );
  }
}

/**
 * What each host of a run is signed in to with. Held in memory for the run, never stored.
 *
 * @throws UseCaseError bad-input when a host has nothing, before anything is sent
 */
export function credentialsOf(
  nodes: readonly SiteNode[],
  hosts: HostCredentials,
  keyFiles: HandedOut,
  agentSocket: string | null,
): (host: string) => readonly Credential[] {
  const byHost = new Map(
    hosts.map(({ host, credentials }) => [
      host,
      credentials.map((argument) => credentialOf(argument, keyFiles, agentSocket)),
    ]),
  );
  const credentialsFor = (host: string): readonly Credential[] => byHost.get(host) ?? [];
  try {
    checkSignIn(nodes, credentialsFor);
  } catch (error) {
    if (!(error instanceof UseCaseError)) throw error;
    // Its own cure names options of the command line.
    throw new UseCaseError(
      error.kind,
      error.message,
      'Enter it above: the SSH host and user, and a password, a key file or the agent.',
    );
  }
  return credentialsFor;
}
