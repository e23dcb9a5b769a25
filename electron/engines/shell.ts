import type { RawAttempt, RawOutcome, StopRule, Wire } from '../../shared/probes/types.ts';
import { missedSource, readConnectExit, readDatagramExit } from '../../shared/probes/shell-exit.ts';
import { sayDistrust } from './distrust.ts';
import type { Engine, EngineEnd, EngineJob, EngineRun } from './engine.ts';
import { isEnough } from './exchange-client.ts';
import type { NodeSession } from './node-session.ts';
import type { ShellJob, ShellResult } from './shell-batch.ts';
import { runBatch } from './shell-batch.ts';
import { openShellWhenFree } from './shell-channel.ts';
import { startStreams } from './shell-streams.ts';
import type { ShellTool, ShellTools } from './shell-tools.ts';
import { shellTools, toolFor } from './shell-tools.ts';
import { isTcp } from './speak.ts';
import type { TrustStore } from './tls-trust.ts';

/** Each is a few processes on the node. */
const mostAtOnce = 64;
/** A shell keeps what has ended until it ends itself. */
const mostInOneShell = 250;
/** One read and one write on every way there; no probe of ours sends more in a datagram. */
const mostDatagram = 4096;

export interface ShellEngineOptions {
  readonly session: NodeSession;
  readonly trust: TrustStore;
  readonly now: () => Date;
  /** What the node has; part of a Detection. */
  readonly tools: ShellTools;
  /** The address that the node itself would send from to a target; null: it did not say. */
  readonly freeSource?: (address: string) => string | null;
  /** Jobs at the same time, if fewer than the engine would take. */
  readonly atOnce?: number;
}

type Datagrams = { readonly payloads: readonly Uint8Array[]; readonly stopAt: StopRule | null };

function datagramsOf(wire: Wire): Datagrams | null {
  if (wire.kind === 'datagram') return { payloads: [wire.payload], stopAt: null };
  if (wire.kind === 'exchange' && wire.transport === 'udp') return wire;
  return null;
}

interface Planned {
  readonly job: EngineJob;
  readonly tool: ShellTool;
  readonly datagrams: Datagrams | null;
  /** Which of the datagrams comes next, and what came back so far. */
  readonly next: number;
  readonly replies: readonly {
    readonly payload: number;
    readonly bytes: Uint8Array;
    readonly from: string;
  }[];
  readonly ms: number;
}

const waitSeconds = ({ timeoutMs }: EngineJob): number => Math.max(1, Math.ceil(timeoutMs / 1000));

function toShellJob({ job, tool, datagrams, next }: Planned): ShellJob {
  return {
    tool,
    host: job.host,
    port: job.port ?? 0,
    source: job.source,
    waitSeconds: waitSeconds(job),
    payload: datagrams?.payloads[next] ?? null,
    startMs: next === 0 ? job.startMs : 0,
  };
}

type Step =
  | { readonly kind: 'attempt'; readonly attempt: RawAttempt }
  /** Connected; the rest is said over a connection of its own. */
  | { readonly kind: 'speak'; readonly ms: number }
  | { readonly kind: 'again'; readonly planned: Planned };

/** What comes after a tool's end. */
function stepAfter(planned: Planned, result: ShellResult): Step {
  const { job, tool, datagrams, replies } = planned;
  const ms = planned.ms + result.elapsedMs;
  const localAddress = tool.binds ? job.source : null;
  const attempt = (outcome: RawOutcome): Step => ({
    kind: 'attempt',
    attempt: { ms, outcome, localAddress },
  });
  const exit = {
    flavour: tool.flavour,
    code: result.code ?? -1,
    text: result.text,
    tried: result.tried,
    elapsedMs: result.elapsedMs,
    waitMs: waitSeconds(job) * 1000,
  };
  if (datagrams === null) {
    const outcome = readConnectExit(exit);
    return outcome.kind === 'connected' && job.wire.kind !== 'connect'
      ? { kind: 'speak', ms }
      : attempt(outcome);
  }
  if (result.reply === null) {
    if (replies.length > 0) return attempt({ kind: 'answered', replies });
    return attempt(readDatagramExit(exit));
  }
  const missed = missedSource(result.text);
  if (missed !== null) return attempt(missed);
  const all = [...replies, { payload: planned.next, bytes: result.reply, from: job.host }];
  if (isEnough(datagrams.stopAt, result.reply) || planned.next + 1 >= datagrams.payloads.length)
    return attempt({ kind: 'answered', replies: all });
  return { kind: 'again', planned: { ...planned, next: planned.next + 1, replies: all, ms } };
}

const toolNames: Readonly<Record<ShellTool['flavour'], string>> = {
  openbsd: 'OpenBSD nc',
  traditional: 'traditional nc',
  ncat: 'ncat',
  busybox: 'BusyBox nc',
  bash: 'bash',
};

function sayTool({ flavour, path }: ShellTool): string {
  return `${toolNames[flavour]} (${path})`;
}

/** What all parts of one run work with. */
interface ShellRun extends Pick<ShellEngineOptions, 'session' | 'trust' | 'now'> {
  readonly timeout: string | null;
  readonly atOnce: number;
  readonly run: EngineRun;
}

const cancelled: EngineEnd = { kind: 'cancelled', message: 'cancelled' };
const finished: EngineEnd = { kind: 'finished' };

interface Round {
  readonly end: EngineEnd;
  /** Jobs that have to be tried (again): no result yet, or a further datagram. */
  readonly left: readonly Planned[];
  /** The shell stood to the end. */
  readonly stood: boolean;
}

/** One command on the node, with as many jobs as it takes. */
async function runRound(
  planned: readonly Planned[],
  { session, timeout, atOnce, run }: ShellRun,
  onConnected: (planned: Planned, ms: number) => void,
): Promise<Round> {
  const { signal, onAttempt } = run;
  const ended = (end: EngineEnd): Round => ({ end, left: [], stood: true });
  const channel = await openShellWhenFree(session, signal);
  if (channel.kind === 'busy')
    return ended({
      kind: 'failed',
      message: "The node's SSH server opens no session for a command (MaxSessions).",
    });
  if (channel.kind !== 'ready') return ended({ kind: channel.kind, message: channel.message });
  const open = new Map(planned.slice(0, mostInOneShell).map((one) => [toShellJob(one), one]));
  const again: Planned[] = [];
  const { stood, distrust } = await runBatch(channel, [...open.keys()], {
    ...{ timeout, atOnce, signal },
    onResult: (shellJob, result) => {
      const one = open.get(shellJob);
      if (one === undefined || signal.aborted) return;
      open.delete(shellJob);
      const step = stepAfter(one, result);
      if (step.kind === 'attempt') onAttempt(one.job, step.attempt);
      else if (step.kind === 'again') again.push(step.planned);
      else onConnected(one, step.ms);
    },
  });
  if (signal.aborted) return ended(cancelled);
  if (distrust !== null) return ended({ kind: 'untrusted', message: sayDistrust(distrust) });
  const rest = planned.slice(mostInOneShell);
  if (!stood) {
    const left = [...again, ...open.values(), ...rest];
    const noProgress = left.length === planned.length && atOnce === 1;
    const message = `The node's shell ended early. ${channel.errorText().slice(0, 300)}`.trim();
    return { end: noProgress ? { kind: 'failed', message } : finished, left, stood };
  }
  for (const { job, tool } of open.values())
    onAttempt(job, {
      ...{ ms: job.timeoutMs, localAddress: null },
      outcome: { kind: 'error', message: `${sayTool(tool)} on the node did not end in time` },
    });
  return { end: finished, left: [...again, ...rest], stood };
}

/** All connections and datagrams; what connected and has to be spoken with gets a command of its own meanwhile. */
async function runAll(planned: readonly Planned[], shell: ShellRun): Promise<EngineEnd> {
  const { session, timeout, trust, now, run } = shell;
  const connectMs = new Map<EngineJob, number>();
  const streams = startStreams({
    ...{ session, timeout, trust, now, signal: run.signal, atOnce: shell.atOnce },
    onOutcome: ({ job, tool, source }, outcome, spokenMs) => {
      const ms = (connectMs.get(job) ?? 0) + spokenMs;
      run.onAttempt(job, { ms, outcome, localAddress: tool.binds ? source : null });
    },
  });
  let { atOnce } = shell;
  let end = finished;
  for (let left = planned; left.length > 0 && end.kind === 'finished';) {
    const round = await runRound(left, { ...shell, atOnce }, ({ job, tool }, ms) => {
      connectMs.set(job, ms);
      streams.add({ job, tool, source: job.source });
    });
    ({ end, left } = round);
    // A shell that may start no more processes ends: the rest is tried with fewer at once.
    if (!round.stood) atOnce = Math.max(1, Math.floor(atOnce / 2));
  }
  const ended = await streams.finish();
  if (end.kind !== 'finished') return end;
  switch (ended) {
    case 'lost':
      return { kind: 'lost', message: 'The SSH session was lost.' };
    case 'failed':
      return { kind: 'failed', message: "The node's shell does not run our script." };
    case 'cancelled':
      return cancelled;
    case null:
      return finished;
  }
}

/**
 * The node's own shell with a netcat or bash: one process for each connection. All targets are tried in one command; where
 * a protocol has to be spoken, what connected gets a command of its own that is the connection itself, and our own code
 * speaks over it. It sees no sender of an ICMP error, and repeats nothing by itself.
 *
 * @returns null when the node has no program that opens connections
 */
export function makeShellEngine(options: ShellEngineOptions): Engine | null {
  const { session, trust, now, freeSource } = options;
  const { timeout } = options.tools;
  const tools = shellTools(options.tools);
  const [first] = tools;
  if (first === undefined) return null;
  const atOnce = Math.max(1, Math.min(options.atOnce ?? mostAtOnce, mostAtOnce));

  const choose = (job: EngineJob): ShellTool | null =>
    toolFor(tools, {
      udp: !isTcp(job.wire),
      host: job.host,
      source: job.source,
      sourceIsFree: job.source !== null && freeSource?.(job.host) === job.source,
      mustBind: first.binds,
    });

  const loopback = { host: '127.0.0.1', source: null, sourceIsFree: false };
  const udpTool = toolFor(tools, { ...loopback, udp: true, mustBind: first.binds });

  const canDo = (wire: Wire): string | null => {
    if (wire.kind === 'echo') return 'the node is not asked to ping';
    const datagrams = datagramsOf(wire);
    if (datagrams === null) return null;
    if (udpTool === null) return `the node's ${sayTool(first)} does not send datagrams`;
    const fits = datagrams.payloads.every(({ length }) => length > 0 && length <= mostDatagram);
    return fits ? null : 'a shell cannot send a datagram of this size';
  };

  return {
    kind: 'shell',
    detail:
      udpTool === null || udpTool === first
        ? sayTool(first)
        : `${sayTool(first)}, ${sayTool(udpTool)} for UDP`,
    bindsSource: first.binds,
    readsChains: true,
    readsIcmp: false,
    canDo,
    run: (jobs, run) => {
      const planned: Planned[] = [];
      for (const job of jobs) {
        const no = canDo(job.wire);
        const tool = no === null ? choose(job) : null;
        const reason = no ?? 'no tool of the node can send this from the address of the rule';
        if (tool === null)
          run.onAttempt(job, { ms: 0, localAddress: null, outcome: { kind: 'cannot', reason } });
        else planned.push({ job, tool, datagrams: datagramsOf(job.wire), next: 0, replies: [], ms: 0 });
      }
      return runAll(planned, { session, trust, now, timeout, atOnce, run });
    },
  };
}
