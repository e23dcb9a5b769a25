import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Framing } from '../../shared/probes/framing.ts';
import type { RawAttempt, RawOutcome } from '../../shared/probes/types.ts';
import type { Engine, EngineEnd, EngineJob, EngineRun } from './engine.ts';
import type { NodeSession } from './node-session.ts';
import type { PythonEvent, PythonJob, PythonRequest } from './python-protocol.ts';
import { NO_PYTHON, PYTHON_COMMAND } from './python-protocol.ts';
import { PYTHON_SCRIPT } from './python-script.ts';
import { sayHandshakeFailure } from './tls-client.ts';
import type { TrustStore } from './tls-trust.ts';
import { judgeChain } from './tls-trust.ts';

const mostAtOnce = 256;
/** A certificate chain in hexadecimal is one line. */
const maxLineBytes = 512 * 1024;
/** For the interpreter to start and the last line to arrive. */
const marginMs = 15_000;

const hex = z.string().regex(/^(?:[0-9a-f]{2})*$/);
const common = { id: z.int().min(0), ms: z.number().min(0), local: z.string().nullable() };
const eventSchema = z.discriminatedUnion('outcome', [
  z.object({ ...common, outcome: z.literal('connected') }),
  z.object({
    ...common,
    outcome: z.literal('answered'),
    replies: z.array(z.tuple([z.int().min(0), hex, z.string()])),
  }),
  z.object({
    ...common,
    outcome: z.literal('handshake'),
    protocol: z.string(),
    chain: z.array(hex),
    whole: z.boolean(),
  }),
  z.object({ ...common, outcome: z.literal('connected-only'), message: z.string() }),
  z.object({ ...common, outcome: z.literal('refused'), sender: z.string().nullable() }),
  z.object({ ...common, outcome: z.literal('icmp'), code: z.int(), sender: z.string() }),
  z.object({ ...common, outcome: z.literal('unreachable'), errno: z.string() }),
  z.object({ ...common, outcome: z.literal('silent') }),
  z.object({ ...common, outcome: z.literal('cannot'), message: z.string() }),
  z.object({ ...common, outcome: z.literal('error'), message: z.string() }),
]) satisfies z.ZodType<PythonEvent>;

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function framingOf(framing: Framing): PythonJob['framing'] {
  return framing.kind === 'until' ? { kind: 'until', marker: toHex(framing.marker) } : framing;
}

function toPythonJob(job: EngineJob, id: number): PythonJob {
  const { wire, host, source, timeoutMs, startMs } = job;
  const base = {
    id,
    host,
    port: job.port ?? 0,
    source,
    timeoutMs,
    startMs,
    payloads: [],
    framing: { kind: 'any' } as const,
    stopAt: null,
    serverName: null,
  };
  switch (wire.kind) {
    case 'connect':
    case 'echo':
      return { ...base, kind: 'connect', transport: 'tcp' };
    case 'tls':
      return { ...base, kind: 'tls', transport: 'tcp', serverName: wire.serverName };
    case 'exchange':
      return {
        ...base,
        kind: 'exchange',
        transport: wire.transport,
        payloads: wire.payloads.map(toHex),
        framing: framingOf(wire.framing),
        stopAt: wire.stopAt,
      };
    case 'datagram':
      return { ...base, kind: 'datagram', transport: 'udp', payloads: [toHex(wire.payload)] };
  }
}

/** When the script must have come to its end, from its start. */
function deadlineFor(jobs: readonly PythonJob[], concurrency: number): number {
  const longest = jobs.reduce((most, job) => Math.max(most, job.timeoutMs * (1 + job.payloads.length)), 0);
  const lastStart = jobs.reduce((most, job) => Math.max(most, job.startMs), 0);
  return lastStart + Math.ceil(jobs.length / concurrency) * longest + marginMs;
}

export interface PythonEngineOptions {
  readonly session: NodeSession;
  readonly trust: TrustStore;
  readonly now: () => Date;
  /** The node's Python as detected, e.g. `3.11.2`; from 3.10 on it gives the whole certificate chain. */
  readonly version?: string | null;
  /** Jobs at the same time, if fewer than the engine would take. */
  readonly atOnce?: number;
}

function readsChains(version: string | null | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return major === 3 && minor >= 10;
}

function toOutcome(event: PythonEvent, job: EngineJob, options: PythonEngineOptions): RawOutcome {
  switch (event.outcome) {
    case 'connected':
      return { kind: 'connected' };
    case 'answered':
      return {
        kind: 'answered',
        replies: event.replies.map(([payload, bytes, from]) => ({
          payload,
          bytes: Uint8Array.from(Buffer.from(bytes, 'hex')),
          from,
        })),
      };
    case 'handshake': {
      const judged = judgeChain(
        {
          certificates: event.chain.map((der) => Buffer.from(der, 'hex')),
          chainRead: event.whole,
          protocol: event.protocol,
          serverName: job.wire.kind === 'tls' ? job.wire.serverName : null,
          host: job.host,
          at: options.now(),
        },
        options.trust,
      );
      return judged.ok
        ? { kind: 'handshake', tls: judged.value }
        : { kind: 'connected-only', message: judged.error };
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

/** Reads the script's lines; everything else on the channel is noise. */
function lineReader(
  nonce: string,
  jobs: readonly EngineJob[],
  run: EngineRun,
  options: PythonEngineOptions,
): { readonly take: (line: string) => void; readonly isDone: () => boolean } {
  const open = new Set(jobs.keys());
  let done = false;
  return {
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
      if (!event.success || !open.delete(event.data.id)) return;
      const job = jobs[event.data.id];
      if (job === undefined) return;
      const outcome = toOutcome(event.data, job, options);
      const attempt: RawAttempt = { ms: event.data.ms, outcome, localAddress: event.data.local };
      run.onAttempt(job, attempt);
    },
    isDone: () => done,
  };
}

/** One script through standard input of one command, all jobs at once, each bound to its source address. */
export function makePythonEngine(options: PythonEngineOptions): Engine {
  return {
    kind: 'python',
    ...(options.version == null ? {} : { detail: `Python ${options.version}` }),
    bindsSource: true,
    readsChains: readsChains(options.version),
    readsIcmp: true,
    canDo: (wire) => (wire.kind === 'echo' ? 'the node is not asked to ping' : null),
    run: async (jobs, run): Promise<EngineEnd> => {
      if (jobs.length === 0) return { kind: 'finished' };
      const nonce = `gatecheck-${randomBytes(8).toString('hex')}`;
      const pythonJobs = jobs.map(toPythonJob);
      const concurrency = Math.min(options.atOnce ?? mostAtOnce, mostAtOnce);
      const deadlineMs = deadlineFor(pythonJobs, concurrency);
      const request: PythonRequest = { nonce, deadlineMs, concurrency, jobs: pythonJobs };
      const reader = lineReader(nonce, jobs, run, options);
      const errors: string[] = [];
      try {
        const { code } = await options.session.execStream(PYTHON_COMMAND, {
          stdin: `${PYTHON_SCRIPT.length}\n${PYTHON_SCRIPT}${JSON.stringify(request)}\n`,
          keepStdinOpen: true,
          timeoutMs: deadlineMs + marginMs,
          signal: run.signal,
          maxLineBytes,
          onStdout: reader.take,
          onStderr: (line) => {
            if (errors.length < 20) errors.push(line.slice(0, 300));
          },
        });
        if (reader.isDone()) return { kind: 'finished' };
        const why =
          code === NO_PYTHON
            ? 'The node has no Python that can run the script.'
            : `The script on the node ended early.`;
        return { kind: 'failed', message: [why, errors.at(-1) ?? ''].join(' ').trim() };
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { kind: run.signal.aborted ? 'cancelled' : 'lost', message };
      }
    },
  };
}
