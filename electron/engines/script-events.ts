import { z } from 'zod';
import type { RawAttempt, RawOutcome } from '../../shared/probes/types.ts';
import type { EngineJob } from './engine.ts';
import { sayHandshakeFailure } from './tls-client.ts';
import type { TrustStore } from './tls-trust.ts';
import { judgeChain } from './tls-trust.ts';

/**
 * What the scripts on the node say, whatever they are written in: lines `NONCE JSON` on standard output, one ScriptEvent
 * for each job as it ends, at last `{"done":1}`. Every other line is noise (a banner, a login script) and is ignored.
 */

/** Bytes in hexadecimal. */
const hexSchema = z.string().regex(/^(?:[0-9a-f]{2})*$/);

const common = {
  /** Index of the job in the request. */
  id: z.int().min(0),
  /** Milliseconds from the first packet to the outcome. */
  ms: z.number().min(0),
  /** The socket's own address, null when it never had one. */
  local: z.string().nullable(),
  /** See RawAttempt. */
  tries: z.int().min(1).optional(),
  answeredAt: z.number().optional(),
};

/** How a job ended. */
const eventSchema = z.discriminatedUnion('outcome', [
  z.object({ ...common, outcome: z.literal('connected') }),
  z.object({
    ...common,
    outcome: z.literal('answered'),
    /** Index of the payload, bytes, sender. */
    replies: z.array(z.tuple([z.int().min(0), hexSchema, z.string()]).readonly()).readonly(),
  }),
  z.object({
    ...common,
    outcome: z.literal('handshake'),
    protocol: z.string(),
    /** Certificates in DER, leaf first. */
    chain: z.array(hexSchema).readonly(),
    /** False when the node's library gives the leaf only. */
    whole: z.boolean(),
    /** See RawOutcome. */
    alpn: z.string().nullable().optional(),
    reply: hexSchema.nullable().optional(),
  }),
  z.object({ ...common, outcome: z.literal('connected-only'), message: z.string() }),
  /** `sender`: of the ICMP port-unreachable; null: a reset, or not known. */
  z.object({ ...common, outcome: z.literal('refused'), sender: z.string().nullable() }),
  /** ICMP destination unreachable as IPv4 code (an IPv6 code is translated). */
  z.object({ ...common, outcome: z.literal('icmp'), code: z.int(), sender: z.string() }),
  /** `errno`: its name, e.g. EHOSTUNREACH. */
  z.object({ ...common, outcome: z.literal('unreachable'), errno: z.string() }),
  z.object({ ...common, outcome: z.literal('silent') }),
  z.object({ ...common, outcome: z.literal('cannot'), message: z.string() }),
  z.object({ ...common, outcome: z.literal('error'), message: z.string() }),
]);

export type ScriptEvent = z.infer<typeof eventSchema>;

const toBytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

export interface JudgeOptions {
  readonly trust: TrustStore;
  readonly now: () => Date;
}

function toOutcome(event: ScriptEvent, job: EngineJob, { trust, now }: JudgeOptions): RawOutcome {
  switch (event.outcome) {
    case 'connected':
      return { kind: 'connected' };
    case 'answered':
      return {
        kind: 'answered',
        replies: event.replies.map(([payload, bytes, from]) => ({ payload, bytes: toBytes(bytes), from })),
      };
    case 'handshake': {
      const judged = judgeChain(
        {
          certificates: event.chain.map(toBytes),
          chainRead: event.whole,
          protocol: event.protocol,
          serverName: job.wire.kind === 'tls' ? job.wire.serverName : null,
          host: job.host,
          at: now(),
        },
        trust,
      );
      if (!judged.ok) return { kind: 'connected-only', message: judged.error };
      const { alpn, reply } = event;
      return {
        kind: 'handshake',
        tls: judged.value,
        ...(alpn === undefined ? {} : { alpn }),
        ...(reply === undefined ? {} : { reply: reply === null ? null : toBytes(reply) }),
      };
    }
    case 'connected-only':
      return {
        kind: 'connected-only',
        message: job.wire.kind === 'tls' ? sayHandshakeFailure(event.message) : event.message,
      };
    case 'refused':
      return { kind: 'refused', sender: event.sender };
    case 'icmp':
      return { kind: 'icmp-unreachable', code: event.code, sender: event.sender };
    case 'unreachable':
      return { kind: 'unreachable', errno: event.errno };
    case 'silent':
      return { kind: 'silent' };
    case 'cannot':
      return { kind: 'cannot', reason: event.message };
    case 'error':
      return { kind: 'error', message: event.message };
  }
}

export interface ScriptReader {
  readonly take: (line: string) => void;
  /** Reports a job's attempt, once: for jobs whose end our own side sees. */
  readonly settle: (id: number, attempt: RawAttempt) => void;
  /** The script came to its end by itself. */
  readonly isDone: () => boolean;
}

/** Reads the script's lines and reports each job's attempt; `onOther` gets the lines of ours that are no event. */
export function readScript(
  nonce: string,
  jobs: readonly EngineJob[],
  options: JudgeOptions & {
    readonly onAttempt: (job: EngineJob, attempt: RawAttempt) => void;
    readonly onOther?: (value: unknown) => void;
  },
): ScriptReader {
  const open = new Set(jobs.keys());
  let done = false;
  const settle = (id: number, attempt: RawAttempt): void => {
    const job = jobs[id];
    if (job !== undefined && open.delete(id)) options.onAttempt(job, attempt);
  };
  return {
    settle,
    take: (line) => {
      if (!line.startsWith(`${nonce} `)) return;
      let value: unknown;
      try {
        value = JSON.parse(line.slice(nonce.length + 1));
      } catch {
        return;
      }
      if (typeof value === 'object' && value !== null && 'done' in value) done = true;
      const event = eventSchema.safeParse(value);
      if (!event.success) {
        options.onOther?.(value);
        return;
      }
      const { id, ms, local, tries, answeredAt } = event.data;
      const job = jobs[id];
      if (job === undefined || !open.has(id)) return;
      const outcome = toOutcome(event.data, job, options);
      settle(id, {
        ms,
        outcome,
        localAddress: local,
        ...(tries === undefined ? {} : { tries }),
        ...(answeredAt === undefined ? {} : { answeredAt }),
      });
    },
    isDone: () => done,
  };
}
