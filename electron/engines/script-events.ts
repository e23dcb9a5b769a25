import { z } from 'zod';
import { plainLine } from '../../shared/lib/plain-text.ts';
import { mostReplyBytes } from '../../shared/probes/framing.ts';
import type { RawAttempt, RawOutcome } from '../../shared/probes/types.ts';
import { startStopwatch } from './clocks.ts';
import { hasForeignMark } from './distrust.ts';
import type { EngineJob } from './engine.ts';
import { addressSchema } from './node-address.ts';
import { sayHandshakeFailure } from './tls-client.ts';
import type { TrustStore } from './tls-trust.ts';
import { judgeChain } from './tls-trust.ts';

/**
 * What the scripts on the node say, whatever they are written in: lines `NONCE JSON` on standard output, one ScriptEvent
 * for each job as it ends, at last `{"done":1}`. A line without a nonce is noise (a banner, a login script) and is ignored,
 * as far as there is not too much of it. A line with another nonce, or with ours and in a place where no script of ours
 * says it, means that the output is somebody else's: nothing of it counts (distrust.ts).
 */

/** Bytes in hexadecimal. */
const hexUpTo = (bytes: number): z.ZodString =>
  z
    .string()
    .max(2 * bytes)
    .regex(/^(?:[0-9a-f]{2})*$/);
/** The script cuts replies off there, but for one read more. */
const hexSchema = hexUpTo(4 * mostReplyBytes);
const certificateSchema = hexUpTo(65_536);
/** Text of the node's, for people. */
const textSchema = z.string().transform((text) => plainLine(text));

const common = {
  /** Index of the job in the request. */
  id: z.int().min(0),
  /** Milliseconds from the first packet to the outcome. Whether it can be so is for the reader of the line to say. */
  ms: z.number(),
  /** The socket's own address, null when it never had one. */
  local: addressSchema.nullable(),
  /** See RawAttempt. */
  tries: z.int().min(1).max(1000).optional(),
  answeredAt: z.number().optional(),
};

/** How a job ended. */
const eventSchema = z.discriminatedUnion('outcome', [
  z.object({ ...common, outcome: z.literal('connected') }),
  z.object({
    ...common,
    outcome: z.literal('answered'),
    /** Index of the payload, bytes, sender. */
    replies: z
      .array(z.tuple([z.int().min(0), hexSchema, addressSchema]).readonly())
      .max(64)
      .readonly(),
  }),
  z.object({
    ...common,
    outcome: z.literal('handshake'),
    protocol: textSchema,
    /** Certificates in DER, leaf first. */
    chain: z.array(certificateSchema).max(32).readonly(),
    /** False when the node's library gives the leaf only. */
    whole: z.boolean(),
    /** See RawOutcome. */
    alpn: textSchema.nullable().optional(),
    reply: hexSchema.nullable().optional(),
  }),
  z.object({ ...common, outcome: z.literal('connected-only'), message: textSchema }),
  /** `sender`: of the ICMP port-unreachable; null: a reset, or not known. */
  z.object({ ...common, outcome: z.literal('refused'), sender: addressSchema.nullable() }),
  /** ICMP destination unreachable as IPv4 code (an IPv6 code is translated). */
  z.object({ ...common, outcome: z.literal('icmp'), code: z.int().min(0).max(255), sender: addressSchema }),
  /** `errno`: its name, e.g. EHOSTUNREACH. */
  z.object({ ...common, outcome: z.literal('unreachable'), errno: textSchema }),
  z.object({ ...common, outcome: z.literal('silent') }),
  z.object({ ...common, outcome: z.literal('cannot'), message: textSchema }),
  z.object({ ...common, outcome: z.literal('error'), message: textSchema }),
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

export interface ReadScriptOptions extends JudgeOptions {
  readonly onAttempt: (job: EngineJob, attempt: RawAttempt) => void;
  /** Gets the lines of ours that are no event; whether it knows them. */
  readonly onOther?: (value: unknown) => boolean;
  /** Called once: what the output has that no script of ours writes. Nothing is read after that. */
  readonly onDistrust?: (why: string) => void;
}

/** Banners and login scripts print some lines; this much in front of, between and behind ours is no noise any more. */
const mostNoise = 256 * 1024;

/** The node's clock may run a little otherwise than ours, and its line takes its time. */
const clockSlackMs = 2000;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** How many payloads a job has that a reply can be to. */
function payloadsOf({ wire }: EngineJob): number {
  return wire.kind === 'exchange' ? wire.payloads.length : 1;
}

/**
 * Why a node's word on how long something took cannot be so; null: it can.
 *
 * @param elapsedMs since the node was asked
 */
export function impossibleDuration(ms: number, elapsedMs: number): string | null {
  return ms >= 0 && ms <= elapsedMs + clockSlackMs ? null : `it took ${ms} ms by the node's word`;
}

/** The outcome of a check of which the node says what cannot be so. */
export function impossibleOutcome(why: string): RawOutcome {
  return { kind: 'error', message: `the node's result cannot be right: ${why}` };
}

/** What an event says that cannot be so; null: nothing. */
function impossible(event: ScriptEvent, job: EngineJob, elapsedMs: number): string | null {
  const duration = impossibleDuration(event.ms, elapsedMs);
  if (duration !== null) return duration;
  if (elapsedMs < job.startMs - clockSlackMs) return 'the result came before the check began';
  if (event.outcome !== 'answered') return null;
  const wrong = event.replies.some(([payload]) => payload >= payloadsOf(job));
  return wrong ? 'the answer is to something that was not said' : null;
}

/** Reads the script's lines and reports each job's attempt. */
export function readScript(
  nonce: string,
  jobs: readonly EngineJob[],
  options: ReadScriptOptions,
): ScriptReader {
  const open = new Set(jobs.keys());
  const heard = new Set<number>();
  const elapsed = startStopwatch();
  let noise = 0;
  let done = false;
  let distrusted = false;
  const settle = (id: number, attempt: RawAttempt): void => {
    const job = jobs[id];
    if (!distrusted && job !== undefined && open.delete(id)) options.onAttempt(job, attempt);
  };
  const distrust = (why: string): void => {
    distrusted = true;
    options.onDistrust?.(why);
  };
  const takeEvent = (event: ScriptEvent): void => {
    const { id, ms, local, tries, answeredAt } = event;
    const job = jobs[id];
    if (job === undefined) {
      distrust('it holds the result of a check that was not asked for');
      return;
    }
    if (heard.has(id)) {
      distrust('it holds two results of one check');
      return;
    }
    heard.add(id);
    if (!open.has(id)) return;
    const not = impossible(event, job, elapsed());
    if (not !== null) {
      settle(id, { ms: 0, outcome: impossibleOutcome(not), localAddress: null });
      return;
    }
    settle(id, {
      ms,
      outcome: toOutcome(event, job, options),
      localAddress: local,
      ...(tries === undefined ? {} : { tries }),
      ...(answeredAt === undefined ? {} : { answeredAt }),
    });
  };
  return {
    settle,
    take: (line) => {
      if (distrusted) return;
      if (!line.startsWith(`${nonce} `)) {
        noise += line.length + 1;
        if (hasForeignMark(line, nonce)) distrust('it holds a line with the mark of another run');
        else if (noise > mostNoise) distrust('it goes on without end, and is none of the checks');
        return;
      }
      if (done) {
        distrust('it goes on after its own end');
        return;
      }
      let value: unknown;
      try {
        value = JSON.parse(line.slice(nonce.length + 1));
      } catch {
        value = undefined;
      }
      if (isObject(value) && Object.hasOwn(value, 'done')) {
        done = true;
        return;
      }
      const event = eventSchema.safeParse(value);
      if (event.success) takeEvent(event.data);
      else if (isObject(value) && Object.hasOwn(value, 'hello')) options.onOther?.(value);
      else if (options.onOther?.(value) !== true) distrust('it holds a line that is none of the answers');
    },
    isDone: () => done,
  };
}
