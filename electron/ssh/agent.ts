import { Buffer } from 'node:buffer';
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import { startDeadline, whenAborted } from './deadline.ts';
import { fingerprintOf, keyTypeOf } from './fingerprint.ts';

/** Talks to ssh-agent or Pageant (draft-ietf-sshm-ssh-agent): which keys it holds, and to sign with one of them. */

export type AgentFailure = 'unreachable' | 'silent' | 'refused' | 'malformed' | 'cancelled';

/** The agent did not do what was asked; the message completes "the SSH agent ...". */
export class AgentError extends Error {
  readonly kind: AgentFailure;

  constructor(kind: AgentFailure, message: string) {
    super(message);
    this.name = 'AgentError';
    this.kind = kind;
  }
}

export interface AgentKey {
  /** As the key itself says, e.g. `ssh-ed25519`, `sk-ssh-ed25519@openssh.com`. */
  readonly type: string;
  /** The public key as SSH sends it. */
  readonly blob: Buffer;
  readonly fingerprint: string;
  /** Without control characters: whoever loaded the key wrote it. */
  readonly comment: string;
}

export interface AgentWait {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const message = { failure: 5, listKeys: 11, keys: 12, sign: 13, signature: 14 } as const;
const maxAnswerBytes = 1_000_000;

function field(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** The whole answer once it is there; null: more is to come. @throws AgentError malformed */
function wholeAnswer(bytes: Buffer): Buffer | null {
  if (bytes.length < 4) return null;
  const length = bytes.readUInt32BE(0);
  if (length === 0 || length > maxAnswerBytes)
    throw new AgentError('malformed', 'gives an answer that is none');
  return bytes.length < 4 + length ? null : bytes.subarray(4, 4 + length);
}

/** One question, one answer, one connection. Rejects with AgentError. */
function ask(address: string, question: Buffer, { timeoutMs, signal }: AgentWait): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let stream: Duplex | undefined;
    let over = false;
    const settle = (act: () => void): void => {
      if (over) return;
      over = true;
      deadline.clear();
      stopListening();
      stream?.destroy();
      act();
    };
    const fail = (kind: AgentFailure, why: string): void =>
      settle(() => {
        reject(new AgentError(kind, why));
      });
    const deadline = startDeadline(timeoutMs, () => {
      fail('silent', `gave no answer for ${Math.round(timeoutMs / 1000)} seconds`);
    });
    const stopListening = whenAborted(signal, () => {
      // Not in the same turn: an abort that has happened already comes before the rest is set up.
      queueMicrotask(() => {
        fail('cancelled', 'was not waited for');
      });
    });
    const agent = ssh2.createAgent(address);
    const opened = (error?: Error | null, connection?: Duplex): void => {
      if (error || connection === undefined) {
        fail('unreachable', 'cannot be reached');
        return;
      }
      if (over) {
        connection.destroy();
        return;
      }
      stream = connection;
      let received = Buffer.alloc(0);
      connection.on('error', () => {
        fail('unreachable', 'cannot be reached');
      });
      connection.on('close', () => {
        fail('refused', 'closed the connection instead of an answer');
      });
      connection.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        try {
          const answer = wholeAnswer(received);
          if (answer !== null)
            settle(() => {
              resolve(answer);
            });
        } catch (malformed) {
          settle(() => {
            reject(malformed instanceof Error ? malformed : new AgentError('malformed', 'is not understood'));
          });
        }
      });
      connection.write(field(question));
    };
    if (agent.getStream === undefined) fail('unreachable', 'cannot be reached');
    else agent.getStream(opened);
  });
}

/** Reads fields one after the other; too short is an AgentError. */
function reader(bytes: Buffer): { readonly uint32: () => number; readonly string: () => Buffer } {
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > bytes.length) throw new AgentError('malformed', 'gives an answer that ends too early');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const uint32 = (): number => take(4).readUInt32BE(0);
  return { uint32, string: () => Buffer.from(take(uint32())) };
}

function expectKind(answer: Buffer, kind: number): Buffer {
  const found = answer[0];
  if (found === message.failure) throw new AgentError('refused', 'refused');
  if (found !== kind) throw new AgentError('malformed', 'gives an answer to another question');
  return answer.subarray(1);
}

/**
 * The keys that an agent holds, those that we cannot use too. A locked OpenSSH agent says that it holds none.
 *
 * @param address socket, `\\.\pipe\NAME`, or `pageant`
 * @throws AgentError
 */
export async function listKeysOfAgent(address: string, wait: AgentWait): Promise<readonly AgentKey[]> {
  const answer = await ask(address, Buffer.from([message.listKeys]), wait);
  const fields = reader(expectKind(answer, message.keys));
  const keys: AgentKey[] = [];
  for (let left = fields.uint32(); left > 0; left -= 1) {
    const blob = fields.string();
    const comment = fields
      .string()
      .toString('utf8')
      .replace(/[\p{Cc}\p{Cf}]/gu, '')
      .slice(0, 200);
    keys.push({ type: keyTypeOf(blob) ?? 'unknown', blob, fingerprint: fingerprintOf(blob), comment });
  }
  return keys;
}

/** Asks for SHA-512 with RSA keys (RFC 8332); other keys have one hash only, and agents ignore the flag. */
const rsaSha512 = 4;

/**
 * Has the agent sign. The agent may ask a person first, so give it time.
 *
 * @returns the signature as SSH sends it: algorithm, then value. Not verified here.
 * @throws AgentError
 */
export async function signWithAgent(
  address: string,
  blob: Uint8Array,
  data: Uint8Array,
  wait: AgentWait,
): Promise<Buffer> {
  const flags = keyTypeOf(Buffer.from(blob)) === 'ssh-rsa' ? rsaSha512 : 0;
  const question = Buffer.concat([Buffer.from([message.sign]), field(blob), field(data), number(flags)]);
  return reader(expectKind(await ask(address, question, wait), message.signature)).string();
}
