import { isWorthRepeating } from '../../shared/probes/observe.ts';
import type { ProbeReading, RawAttempt } from '../../shared/probes/types.ts';
import type { Engine, EngineEnd, EngineJob, EngineRun } from './engine.ts';

/** A job with the engines that may run it, the preferred one first. */
export interface PlannedJob {
  readonly job: EngineJob;
  readonly engines: readonly Engine[];
  /** The probe's reading of an attempt. */
  readonly read: (attempt: RawAttempt) => ProbeReading;
}

export interface JobAttempt {
  readonly planned: PlannedJob;
  readonly engine: Engine;
  readonly attempt: RawAttempt;
  readonly reading: ProbeReading;
  /** No more attempts of this job will follow. */
  readonly last: boolean;
}

export interface RunJobsOptions {
  readonly signal: AbortSignal;
  readonly onAttempt: (attempt: JobAttempt) => void;
  /** Whether silence, or a host that finds no way, says nothing, because the way to the node, or this computer, stood still meanwhile. Absent: it never does. */
  readonly doubtsSilence?: (attempt: RawAttempt) => boolean;
  /** See EngineRun. */
  readonly whileConnected?: EngineRun['whileConnected'];
}

/** Linux hosts answer about one ICMP error a second to one asker, after a first handful. */
const spacingMs = 1050;
const burst = 5;
/** Repeats are not spread over more than this. */
const longestSpreadMs = 30_000;

/** Who would send the ICMP error that a silent job may have missed. */
function limiterOf(planned: PlannedJob, fromFirewall: boolean): string {
  return fromFirewall ? 'firewall' : planned.job.host;
}

/**
 * When each repeat starts: hosts limit the rate of their ICMP errors, so that many closed or rejected ports at once look
 * silent. Where few are asked, the limit does not matter and they all start at once.
 */
export function spreadRepeats(
  repeats: readonly PlannedJob[],
  options: {
    /** One device rejects so much that its limit may have swallowed more. */ readonly fromFirewall: boolean;
    readonly askedBefore: ReadonlyMap<string, number>;
  },
): readonly PlannedJob[] {
  const places = new Map<string, number>();
  return repeats.map((planned) => {
    const limiter = limiterOf(planned, options.fromFirewall);
    const place = places.get(limiter) ?? 0;
    places.set(limiter, place + 1);
    const asked = options.askedBefore.get(planned.job.host) ?? 0;
    const matters = isUdp(planned) && (options.fromFirewall || asked > burst);
    const startMs = matters ? Math.min(place * spacingMs, longestSpreadMs) : 0;
    return { ...planned, job: { ...planned.job, startMs } };
  });
}

function isUdp({ job }: PlannedJob): boolean {
  return job.wire.kind === 'datagram' || (job.wire.kind === 'exchange' && job.wire.transport === 'udp');
}

/** What an engine saw, kept until the next one has seen more. */
interface Kept {
  readonly engine: Engine;
  readonly attempt: RawAttempt;
  readonly reading: ProbeReading;
}

interface QueuedJob extends PlannedJob {
  readonly kept?: Kept;
  /** Times that it stayed silent while the way to the node stood still. */
  readonly doubts?: number;
}

/** A link that comes and goes this often tells nothing about what lies behind it. */
const mostDoubts = 2;
const stoodStill =
  'the SSH connection to the node, or this computer, stood still while the answer was awaited';

/** Whether an engine that comes later can see more of this than the attempt shows. */
function seesMore(attempt: RawAttempt, later: readonly Engine[]): boolean {
  const { outcome } = attempt;
  switch (outcome.kind) {
    case 'cannot':
      return later.length > 0;
    case 'handshake':
      return !outcome.tls.chainRead && later.some(({ readsChains }) => readsChains === true);
    case 'unreachable':
      return outcome.errno === 'EHOSTUNREACH' && later.some(({ readsIcmp }) => readsIcmp === true);
    case 'connected':
    case 'answered':
    case 'connected-only':
    case 'refused':
    case 'icmp-unreachable':
    case 'silent':
    case 'unresolved':
    case 'error':
      return false;
  }
}

interface Round {
  readonly ends: EngineEnd[];
  readonly repeats: PlannedJob[];
  readonly fallBack: QueuedJob[];
  /** Silent to an engine that repeats inside its wait: whether repeating tells more depends on what the others saw. */
  readonly silent: { readonly owner: QueuedJob; readonly seen: Kept }[];
}

/** What all rounds of a run share. */
interface Tally {
  readonly askedBefore: ReadonlyMap<string, number>;
  /** ICMP rejects seen so far. */
  rejected: number;
}

/** A device that limits its ICMP errors may have kept one back: the only silence that a repeat inside the wait cannot tell. */
function mayHideAnError(owner: PlannedJob, tally: Tally): boolean {
  const asked = tally.askedBefore.get(owner.job.host) ?? 0;
  // Over TCP a reject that was kept back fails as silence does, so waiting for it would only cost time.
  return isUdp(owner) && (asked > burst || tally.rejected > 0);
}

/**
 * What can come about without anyone beyond the sending host having said a word, and what a peer's word may have come too late
 * for: a connection on which nothing else was heard.
 */
function needsNoPeer({ outcome, localAddress }: RawAttempt): boolean {
  switch (outcome.kind) {
    case 'silent':
    case 'unreachable':
    case 'connected-only':
      return true;
    // A host that finds no neighbour sends the ICMP error to itself.
    case 'icmp-unreachable':
      return outcome.sender !== null && outcome.sender === localAddress;
    case 'connected':
    case 'answered':
    case 'handshake':
    case 'refused':
    case 'unresolved':
    case 'cannot':
    case 'error':
      return false;
  }
}

function groupByEngine(planned: readonly QueuedJob[]): ReadonlyMap<Engine, readonly QueuedJob[]> {
  const groups = new Map<Engine, QueuedJob[]>();
  for (const one of planned) {
    const [engine] = one.engines;
    if (engine === undefined) continue;
    const group = groups.get(engine);
    if (group === undefined) groups.set(engine, [one]);
    else group.push(one);
  }
  return groups;
}

/** Silence that was doubted to the end tells nothing; that a connection was opened is told by whoever took it. */
function doubted(owner: QueuedJob, engine: Engine, silent: RawAttempt): Kept {
  if (silent.outcome.kind === 'connected-only')
    return { engine, attempt: silent, reading: owner.read(silent) };
  const attempt: RawAttempt = { ...silent, outcome: { kind: 'error', message: stoodStill } };
  return { engine, attempt, reading: owner.read(attempt) };
}

async function runRound(
  planned: readonly QueuedJob[],
  attemptsBefore: number,
  tally: Tally,
  options: RunJobsOptions,
): Promise<Round> {
  const round: Round = { ends: [], repeats: [], fallBack: [], silent: [] };
  const byEngine = groupByEngine(planned);
  const report = (owner: QueuedJob, seen: Kept, again: boolean): void => {
    if (again) round.repeats.push({ ...owner, engines: [seen.engine] });
    options.onAttempt({ planned: owner, ...seen, last: !again });
  };
  const settle = (owner: QueuedJob, seen: Kept): void => {
    if (seen.reading.observation === 'rejected') tally.rejected += 1;
    const again = isWorthRepeating(seen.reading) && attemptsBefore < owner.job.check.retries;
    if (again && seen.engine.repeatsInside === true && seen.attempt.outcome.kind === 'silent')
      round.silent.push({ owner, seen });
    else report(owner, seen, again);
  };
  const work = [...byEngine].map(async ([engine, ours]) => {
    const owners = new Map(ours.map((one) => [one.job, one]));
    const end = await engine.run([...owners.keys()], {
      signal: options.signal,
      ...(options.whileConnected === undefined ? {} : { whileConnected: options.whileConnected }),
      onAttempt: (job, attempt) => {
        const owner = owners.get(job);
        if (owner === undefined) return;
        owners.delete(job);
        if (needsNoPeer(attempt) && options.doubtsSilence?.(attempt) === true) {
          const { doubts = 0 } = owner;
          if (doubts < mostDoubts) round.fallBack.push({ ...owner, doubts: doubts + 1 });
          else settle(owner, doubted(owner, engine, attempt));
          return;
        }
        const seen: Kept = { engine, attempt, reading: owner.read(attempt) };
        const others = owner.engines.slice(1);
        if (seesMore(attempt, others)) {
          const kept = attempt.outcome.kind === 'cannot' ? owner.kept : seen;
          round.fallBack.push({ ...owner, engines: others, ...(kept === undefined ? {} : { kept }) });
          return;
        }
        settle(owner, attempt.outcome.kind === 'cannot' ? (owner.kept ?? seen) : seen);
      },
    });
    if (end.kind === 'failed')
      for (const owner of owners.values())
        if (owner.engines.length > 1) round.fallBack.push({ ...owner, engines: owner.engines.slice(1) });
        else if (owner.kept !== undefined) settle(owner, owner.kept);
    round.ends.push(end);
  });
  await Promise.all(work);
  for (const { owner, seen } of round.silent) report(owner, seen, mayHideAnError(owner, tally));
  return round;
}

/**
 * Runs jobs on their engines, all at once; repeats what stayed silent (`check.retries` times); goes on with the next
 * engine where one says that it cannot. A job that got no attempt was not carried out.
 *
 * @returns how it ended: `lost` when the session went away, so that the caller may reconnect and run the rest
 */
export async function runJobs(planned: readonly PlannedJob[], options: RunJobsOptions): Promise<EngineEnd> {
  const askedBefore = new Map<string, number>();
  for (const one of planned.filter(isUdp))
    askedBefore.set(one.job.host, (askedBefore.get(one.job.host) ?? 0) + 1);
  const tally: Tally = { askedBefore, rejected: 0 };
  let current = planned;
  let worst: EngineEnd = { kind: 'finished' };
  for (let attempts = 0; current.length > 0;) {
    const round = await runRound(current, attempts, tally, options);
    worst = round.ends.find(({ kind }) => kind !== 'finished') ?? worst;
    if (options.signal.aborted) return { kind: 'cancelled', message: 'cancelled' };
    const lie = round.ends.find(({ kind }) => kind === 'untrusted');
    if (lie !== undefined) return lie;
    if (round.ends.some(({ kind }) => kind === 'lost')) return worst;
    let repeats: readonly PlannedJob[] = round.repeats;
    // Jobs that fall back make their first attempt with the next engine before anything is repeated.
    for (let rest: readonly QueuedJob[] = round.fallBack; rest.length > 0;) {
      const next = await runRound(rest, attempts, tally, options);
      const another = next.ends.find(({ kind }) => kind === 'untrusted');
      if (another !== undefined) return another;
      if (next.ends.some(({ kind }) => kind === 'lost'))
        return { kind: 'lost', message: 'The SSH session was lost.' };
      repeats = [...repeats, ...next.repeats];
      rest = next.fallBack;
    }
    attempts += 1;
    current = spreadRepeats(repeats, { fromFirewall: tally.rejected > 0, askedBefore });
  }
  return worst;
}
