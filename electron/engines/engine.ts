import type { Check } from '../../shared/plan/types.ts';
import type { RawAttempt, Wire } from '../../shared/probes/types.ts';
import type { EngineKind } from '../../shared/results/types.ts';

/** One check as an engine runs it: bytes, addresses and times; the meaning stays with the probe. */
export interface EngineJob {
  readonly check: Check;
  readonly wire: Wire;
  /** An IP address: names are resolved before, so that what is dialled is recorded first. */
  readonly host: string;
  /** Null for ICMP. */
  readonly port: number | null;
  /** The address to send from; null: the vantage's own choice. */
  readonly source: string | null;
  readonly timeoutMs: number;
  /** Milliseconds to wait before the first packet, so that repeats do not meet a host's limit on ICMP errors. */
  readonly startMs: number;
}

export interface EngineRun {
  readonly signal: AbortSignal;
  readonly onAttempt: (job: EngineJob, attempt: RawAttempt) => void;
  /**
   * Laptop engine only: called while a job's TCP connection is open. The engine holds it until the promise settles, so
   * that the node's socket table can be read meanwhile. Never rejects.
   */
  readonly whileConnected?: (
    job: EngineJob,
    local: { readonly address: string; readonly port: number },
  ) => Promise<void>;
}

/**
 * `lost`: the session went away. `failed`: the engine itself did. `untrusted`: the node's output contradicts itself, so that
 * no attempt counts. Jobs without an attempt were not carried out.
 */
export type EngineEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'lost' | 'failed' | 'cancelled' | 'untrusted'; readonly message: string };

/** One way to run checks. Never rejects for what the network does: that is an attempt's outcome. */
export interface Engine {
  readonly kind: EngineKind;
  /** The means that it works with, for people: `nc.openbsd`, `Perl 5.36`. */
  readonly detail?: string;
  /** It sends from the rule's address, whatever the node's routes would choose. */
  readonly bindsSource?: boolean;
  /** It repeats what stays silent within the one wait of a job, and says how often in the attempt's `tries`. */
  readonly repeatsInside?: boolean;
  /** TLS: it reads the whole presented chain, not the leaf alone, as far as it knows beforehand. */
  readonly readsChains?: boolean;
  /** It reads who sent an ICMP error. */
  readonly readsIcmp?: boolean;
  /** Why this engine cannot do it; null: it can. */
  readonly canDo: (wire: Wire, check: Check) => string | null;
  /** Runs all jobs at once (bounded), each exactly one attempt. */
  readonly run: (jobs: readonly EngineJob[], run: EngineRun) => Promise<EngineEnd>;
}
