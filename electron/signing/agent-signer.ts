import type { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { WireError } from '../../shared/report/sshsig/wire.ts';
import type { AgentKey } from '../ssh/index.ts';
import { AgentError, listKeysOfAgent, signWithAgent } from '../ssh/index.ts';
import type { Signer } from './signer.ts';
import { SigningError } from './signing-error.ts';
import { readPublicKey } from './ssh-public-key.ts';
import { armorSshSignature, signatureNamespace, sshSignedData, verifySignature } from './sshsig.ts';

/** A key in ssh-agent or Pageant. */
export interface AgentKeyView {
  readonly type: string;
  readonly fingerprint: string;
  readonly comment: string;
  /** Null: it can sign reports. Else why it cannot, completing "it is skipped: ...". */
  readonly unusable: string | null;
}

export interface AgentSurroundings {
  /** Null: no agent was found. */
  readonly address: string | null;
  readonly signal?: AbortSignal;
  /** For a key list; an agent that is there answers at once. */
  readonly listMs?: number;
  /** For a signature: a person may have to confirm it. */
  readonly signMs?: number;
}

const listMs = 5000;
const signMs = 60_000;

/** A signature under this name counts nowhere. */
const trialNamespace = 'gatecheck-trial';

function whyUnusable({ type, blob }: AgentKey): string | null {
  if (type.includes('-cert-')) return 'it is a certificate; the report needs the plain key';
  if (type.startsWith('sk-'))
    return 'keys on security tokens sign in a form that this program does not verify';
  try {
    readPublicKey(blob);
    return null;
  } catch (error) {
    return error instanceof WireError ? error.message : 'its key is malformed';
  }
}

function failure(error: unknown, cure: string): unknown {
  if (!(error instanceof AgentError)) return error;
  return new SigningError('agent-unavailable', `The SSH agent ${error.message}.`, cure);
}

async function readKeys({ address, signal, listMs: patience = listMs }: AgentSurroundings): Promise<{
  readonly address: string;
  readonly keys: readonly AgentKey[];
}> {
  if (address === null) {
    throw new SigningError(
      'agent-key',
      'No SSH agent was found: SSH_AUTH_SOCK is not set.',
      'Start ssh-agent and load a key with ssh-add, or sign with --signing-key FILE.',
    );
  }
  const wait = { timeoutMs: patience, ...(signal === undefined ? {} : { signal }) };
  try {
    return { address, keys: await listKeysOfAgent(address, wait) };
  } catch (error) {
    throw failure(error, 'Start the agent again, or sign with --signing-key FILE.');
  }
}

/**
 * The keys of the SSH agent, those that cannot sign reports too, each with the reason.
 *
 * @throws SigningError: agent-key (there is no agent), agent-unavailable
 */
export async function listAgentKeys(surroundings: AgentSurroundings): Promise<readonly AgentKeyView[]> {
  const { keys } = await readKeys(surroundings);
  return keys.map((key) => ({
    type: key.type,
    fingerprint: key.fingerprint,
    comment: key.comment,
    unusable: whyUnusable(key),
  }));
}

function named({ type, fingerprint, comment }: AgentKey): string {
  return [fingerprint, type, comment].filter((word) => word !== '').join(' ');
}

function listed(keys: readonly AgentKey[]): string {
  return keys
    .map((key) => {
      const why = whyUnusable(key);
      return why === null ? `\n  ${named(key)}` : `\n  ${named(key)} (skipped: ${why})`;
    })
    .join('');
}

function choose(keys: readonly AgentKey[], fingerprint: string | null): AgentKey {
  const refuse = (message: string, cure: string): never => {
    throw new SigningError('agent-key', message, cure);
  };
  if (keys.length === 0)
    return refuse(
      'The SSH agent holds no keys, or it is locked.',
      'Load a key with ssh-add, unlock the agent with ssh-add -X, or sign with --signing-key FILE.',
    );
  if (fingerprint !== null) {
    const chosen = keys.find((key) => key.fingerprint === fingerprint);
    if (chosen === undefined)
      return refuse(
        `The SSH agent holds no key ${fingerprint}. It holds:${listed(keys)}`,
        'Give one of these.',
      );
    const why = whyUnusable(chosen);
    return why === null
      ? chosen
      : refuse(
          `The key ${named(chosen)} cannot sign reports: ${why}.`,
          'Choose an Ed25519, ECDSA P-256 or RSA key.',
        );
  }
  const usable = keys.filter((key) => whyUnusable(key) === null);
  const [only, another] = usable;
  if (only === undefined)
    return refuse(
      `The SSH agent holds no key that can sign reports:${listed(keys)}`,
      'Load an Ed25519, ECDSA P-256 or RSA key with ssh-add.',
    );
  return another === undefined
    ? only
    : refuse(`The SSH agent holds several keys:${listed(keys)}`, 'Choose one: --signing-agent FINGERPRINT.');
}

/**
 * A signer over a key in the SSH agent. The agent signs once for trial, so that a locked or refusing one is found before
 * anything is sent. Name and address are the technician's of the site.
 *
 * @param fingerprint `SHA256:...`; null: the only key that can sign
 * @throws SigningError: agent-key, agent-unavailable
 */
export async function openAgentSigner(
  surroundings: AgentSurroundings,
  wanted: { readonly fingerprint: string | null; readonly name: string; readonly email: string },
): Promise<Signer> {
  const { address, keys } = await readKeys(surroundings);
  const key = choose(keys, wanted.fingerprint);
  const open = readPublicKey(key.blob);
  const { signal, signMs: patience = signMs } = surroundings;
  const signIn = async (bytes: Uint8Array, namespace: string): Promise<Uint8Array> => {
    const wait = { timeoutMs: patience, ...(signal === undefined ? {} : { signal }) };
    let signature: Buffer;
    try {
      signature = await signWithAgent(address, key.blob, sshSignedData(bytes, namespace), wait);
    } catch (error) {
      throw failure(error, `Unlock the agent, confirm its question, or load ${named(key)} again.`);
    }
    const armored = armorSshSignature(open, signature, namespace);
    const answer = verifySignature(bytes, armored, namespace);
    if (answer.ok && answer.publicKey === open.line) return armored;
    throw new SigningError(
      'agent-unavailable',
      'The SSH agent gave a signature that does not hold; it is not used.',
      'Load the key into the agent again, or sign with --signing-key FILE.',
    );
  };
  await signIn(randomBytes(32), trialNamespace);
  return {
    name: wanted.name,
    email: wanted.email,
    publicKeyLine: open.line,
    fingerprint: open.fingerprint,
    sign: (bytes) => signIn(bytes, signatureNamespace),
    documents: null,
  };
}
