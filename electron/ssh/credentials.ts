import ssh2 from 'ssh2';
import type { BaseAgent, ParsedKey } from 'ssh2';

import { assertNever } from '../../shared/lib/assert-never.ts';
import { StoreError } from '../store/store-error.ts';
import { readWholeFile } from '../store/text-file.ts';
import { startDeadline } from './deadline.ts';
import { fingerprintOf } from './fingerprint.ts';
import { parsePrivateKey } from './parse-private-key.ts';
import { SshError } from './ssh-error.ts';
import type { Place } from './ssh-error.ts';
import type { Credential } from './types.ts';

/** A credential that is ready to be offered: files read, keys opened, the agent asked. */
export type PreparedCredential =
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'key'; readonly key: ParsedKey; readonly label: string }
  | { readonly kind: 'agent'; readonly agent: BaseAgent; readonly label: string };

/** A local agent answers at once; a stuck one must not stop the run for long. */
const AGENT_TIMEOUT_MS = 5000;

/**
 * Makes credentials ready before anything is sent, so that a wrong passphrase is found on this machine and not at the
 * customer's. Rejects with SshError: key-unreadable, passphrase-needed, wrong-passphrase, agent-unavailable.
 */
export async function prepareCredentials(
  credentials: readonly Credential[],
  place: Place,
): Promise<readonly PreparedCredential[]> {
  const prepared: PreparedCredential[] = [];
  for (const credential of credentials) {
    switch (credential.kind) {
      case 'password':
        prepared.push(credential);
        break;
      case 'key-file':
        prepared.push(
          openKey(
            await readKeyFile(credential.path, place),
            credential.passphrase,
            `key file ${credential.path}`,
            place,
          ),
        );
        break;
      case 'key':
        prepared.push(openKey(credential.privateKey, credential.passphrase, 'key', place));
        break;
      case 'agent':
        prepared.push(await openAgent(credential.socket, place));
        break;
      default:
        assertNever(credential);
    }
  }
  return prepared;
}

/** No private key comes near this. */
const largestKeyFile = 100_000;

async function readKeyFile(path: string, place: Place): Promise<Buffer> {
  try {
    return await readWholeFile(path, largestKeyFile);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const { kind } = error;
    const why =
      kind === 'not-found'
        ? 'there is no such file'
        : kind === 'not-allowed'
          ? 'this user may not read it'
          : kind === 'is-a-folder'
            ? 'it is a folder'
            : kind === 'too-large'
              ? 'it is larger than any private key'
              : 'it is no ordinary file';
    throw new SshError('key-unreadable', place, {
      message: `The key file ${path} cannot be read: ${why}.`,
      cure: 'Choose the private key file, usually under .ssh in your home folder.',
    });
  }
}

function openKey(
  data: Buffer | string,
  passphrase: string | undefined,
  label: string,
  place: Place,
): PreparedCredential {
  const reading = parsePrivateKey(data, passphrase);
  switch (reading.kind) {
    case 'key':
      return {
        kind: 'key',
        key: reading.key,
        label: `${label} (${fingerprintOf(reading.key.getPublicSSH())})`,
      };
    case 'public-key':
      throw new SshError('key-unreadable', place, {
        message: `The ${label} holds a public key.`,
        cure: 'Choose the private key: the file without .pub.',
      });
    case 'passphrase-needed':
      throw new SshError('passphrase-needed', place, {
        message: `The ${label} is protected by a passphrase.`,
        cure: 'Enter its passphrase, or load the key into the SSH agent.',
      });
    case 'wrong-passphrase':
      throw new SshError('wrong-passphrase', place, {
        message: `The passphrase does not open the ${label}.`,
        cure: 'Enter the passphrase again.',
      });
    case 'unreadable':
      throw new SshError('key-unreadable', place, {
        message: `The ${label} is no private key that can be used here: ${reading.reason}.`,
        cure: 'Use an OpenSSH, PEM or PuTTY (version 2) private key; ssh-keygen -p rewrites a key in the OpenSSH format.',
      });
    default:
      return assertNever(reading);
  }
}

async function openAgent(socket: string, place: Place): Promise<PreparedCredential> {
  const unavailable = (why: string, cure: string): SshError =>
    new SshError('agent-unavailable', place, {
      message: `The SSH agent at ${socket || '(no socket)'} ${why}.`,
      cure,
    });
  if (socket === '')
    throw unavailable(
      'is not set',
      'Start the agent (SSH_AUTH_SOCK names its socket), or choose a key file.',
    );
  const agent = ssh2.createAgent(socket);
  const count = await new Promise<number>((resolve, reject) => {
    const deadline = startDeadline(AGENT_TIMEOUT_MS, () => {
      reject(unavailable('does not answer', 'Start the agent again, or choose a key file.'));
    });
    agent.getIdentities((error, keys) => {
      deadline.clear();
      if (error) reject(unavailable('cannot be reached', 'Start the agent, or choose a key file.'));
      else resolve(keys?.length ?? 0);
    });
  });
  if (count === 0) throw unavailable('holds no keys', 'Load a key with ssh-add, or choose a key file.');
  return { kind: 'agent', agent, label: `the SSH agent (${count === 1 ? '1 key' : `${count} keys`})` };
}
