import { randomBytes } from 'node:crypto';
import type { Framing } from '../../shared/probes/framing.ts';
import type { WaitPolicy } from '../../shared/probes/waits.ts';
import { adaptiveWaits, fixedWaits } from '../../shared/probes/waits.ts';
import type { Engine, EngineEnd, EngineJob } from './engine.ts';
import type { NodeSession } from './node-session.ts';
import type { PythonJob, PythonRequest, ScriptFraming } from './python-protocol.ts';
import { startPython } from './python-process.ts';
import { NO_PYTHON } from './python-protocol.ts';
import { runScript, scriptMarginMs } from './run-script.ts';
import type { ScriptProcess } from './script-process.ts';
import type { TrustStore } from './tls-trust.ts';

const mostAtOnce = 512;
/** What a node with few descriptors may do at once: for the deadline only. */
const leastAtOnce = 16;
/** TLS that the script carries (relay.ts) is given up by the script after this and three waits; our own side ends before. */
const relayMarginMs = 10_000;

const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function framingOf(framing: Framing): ScriptFraming {
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
    control: job.check.waits === 'control',
    startMs,
    payloads: [],
    framing: { kind: 'any' } as const,
    stopAt: null,
    serverName: null,
    alpn: [],
    inner: null,
  };
  switch (wire.kind) {
    case 'connect':
    case 'echo':
      return { ...base, kind: 'connect', transport: 'tcp' };
    case 'tls':
      return {
        ...base,
        kind: 'tls',
        transport: 'tcp',
        serverName: wire.serverName,
        ...(wire.before === undefined
          ? {}
          : {
              payloads: [toHex(wire.before.payload)],
              framing: framingOf(wire.before.framing),
              stopAt: wire.before.goOn,
            }),
        alpn: wire.alpn,
        inner:
          wire.inner === null
            ? null
            : { payload: toHex(wire.inner.payload), framing: framingOf(wire.inner.framing) },
      };
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

/** When the script must have come to its end, from its start: a bound that a node with few descriptors keeps too. */
function deadlineFor(jobs: readonly PythonJob[], concurrency: number): number {
  const longestOf = (job: PythonJob): number =>
    job.kind === 'tls' ? 5 * job.timeoutMs + relayMarginMs : (2 + job.payloads.length) * job.timeoutMs;
  const longest = jobs.reduce((most, job) => Math.max(most, longestOf(job)), 0);
  const lastStart = jobs.reduce((most, job) => Math.max(most, job.startMs), 0);
  return lastStart + Math.ceil(jobs.length / Math.min(concurrency, leastAtOnce)) * longest + scriptMarginMs;
}

export interface PythonEngineOptions {
  readonly session: NodeSession;
  readonly trust: TrustStore;
  readonly now: () => Date;
  /** The node's Python as detected, e.g. `3.11.2`. */
  readonly version?: string | null;
  /** Jobs at the same time, if fewer than the engine would take. */
  readonly atOnce?: number;
  /** Gives the script that was started before it was known what to check, once; null: there is none. */
  readonly early?: () => ScriptProcess | null;
}

/** A site has one policy; a negative control among its checks has none of its own. */
function waitsOf(jobs: readonly EngineJob[]): WaitPolicy {
  return jobs.some(({ check }) => check.waits === 'fixed') ? fixedWaits : adaptiveWaits;
}

/**
 * One script through standard input of one command, all jobs at once, each bound to its source address. Where the
 * node's Python cannot show the whole certificate chain, our own code speaks TLS over connections that the script carries.
 */
export function makePythonEngine(options: PythonEngineOptions): Engine {
  return {
    kind: 'python',
    ...(options.version == null ? {} : { detail: `Python ${options.version}` }),
    bindsSource: true,
    repeatsInside: true,
    readsChains: true,
    readsIcmp: true,
    canDo: (wire) => (wire.kind === 'echo' ? 'the node is not asked to ping' : null),
    run: async (jobs, run): Promise<EngineEnd> => {
      if (jobs.length === 0) return { kind: 'finished' };
      const nonce = `gatecheck-${randomBytes(8).toString('hex')}`;
      const pythonJobs = jobs.map(toPythonJob);
      const concurrency = Math.min(options.atOnce ?? mostAtOnce, mostAtOnce);
      const deadlineMs = deadlineFor(pythonJobs, concurrency);
      const { trust, now } = options;
      const waits = waitsOf(jobs);
      const request: PythonRequest = {
        ...{ nonce, deadlineMs, concurrency, waits, jobs: pythonJobs },
      };
      const ready = options.early?.() ?? null;
      const timeoutMs = deadlineMs + scriptMarginMs;
      const python =
        ready !== null && !ready.isGone() && ready.endsAt >= performance.now() + timeoutMs
          ? ready
          : startPython(options.session, { timeoutMs, signal: run.signal });
      return runScript(python, { nonce, text: `${JSON.stringify(request)}\n` }, jobs, run, {
        ...{ trust, now },
        meaning: (code) => (code === NO_PYTHON ? 'The node has no Python that can run the script.' : null),
      });
    },
  };
}
