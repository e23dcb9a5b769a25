import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { adaptiveWaits, fixedWaits } from '../../shared/probes/waits.ts';
import type { Engine, EngineEnd, EngineJob } from './engine.ts';
import type { NodeSession } from './node-session.ts';
import { NO_PERL, PERL_COMMAND, perlRequest } from './perl-protocol.ts';
import { PERL_SCRIPT } from './perl-script.ts';
import { runScript, scriptMarginMs } from './run-script.ts';
import { startScript } from './script-process.ts';
import type { TrustStore } from './tls-trust.ts';

const mostAtOnce = 512;
/** What a node with few descriptors may do at once: for the deadline only. */
const leastAtOnce = 16;
/** A relayed connection is given up by the script after this and three waits; our own side ends before. */
const relayMarginMs = 10_000;

const helloSchema = z.object({ hello: z.literal(1), perl: z.string(), errorQueue: z.boolean() });

function longestOf({ wire, timeoutMs }: EngineJob): number {
  if (wire.kind === 'tls') return 5 * timeoutMs + relayMarginMs;
  return timeoutMs * (2 + (wire.kind === 'exchange' ? wire.payloads.length : 1));
}

/** When the script must have come to its end, from its start: a bound that a node with few descriptors keeps too. */
function deadlineFor(jobs: readonly EngineJob[], atOnce: number): number {
  const longest = Math.max(...jobs.map(longestOf));
  const lastStart = Math.max(...jobs.map(({ startMs }) => startMs));
  return lastStart + Math.ceil(jobs.length / Math.min(atOnce, leastAtOnce)) * longest + scriptMarginMs;
}

/** A Perl as detected: whether it has the modules without which the script does not start. */
export function runsScript({ modules }: { readonly modules: readonly string[] }): boolean {
  return ['Socket', 'Fcntl', 'Errno'].every((name) => modules.includes(name));
}

export interface PerlEngineOptions {
  readonly session: NodeSession;
  readonly trust: TrustStore;
  readonly now: () => Date;
  /** The node's Perl as detected, e.g. `5.36.0`. */
  readonly version?: string | null;
  /** Jobs at the same time, if fewer than the engine would take. */
  readonly atOnce?: number;
}

/**
 * One Perl script through standard input of one command, all jobs at once, each bound to its source address. TLS is
 * spoken by our own code over connections that the script carries, so that the whole chain is read.
 */
export function makePerlEngine(options: PerlEngineOptions): Engine {
  const { session, trust, now } = options;
  let readsIcmp = true;
  return {
    kind: 'perl',
    ...(options.version == null ? {} : { detail: `Perl ${options.version}` }),
    bindsSource: true,
    repeatsInside: true,
    readsChains: true,
    // Known when the script has tried it on the node.
    get readsIcmp() {
      return readsIcmp;
    },
    canDo: (wire) => (wire.kind === 'echo' ? 'the node is not asked to ping' : null),
    run: async (jobs, run): Promise<EngineEnd> => {
      if (jobs.length === 0) return { kind: 'finished' };
      const nonce = `gatecheck-${randomBytes(8).toString('hex')}`;
      const atOnce = Math.min(options.atOnce ?? mostAtOnce, mostAtOnce);
      const deadlineMs = deadlineFor(jobs, atOnce);
      const waits = jobs.some(({ check }) => check.waits === 'fixed') ? fixedWaits : adaptiveWaits;
      const text = perlRequest(jobs, { nonce, deadlineMs, atOnce, waits });
      const program = { command: PERL_COMMAND, text: PERL_SCRIPT };
      const timeoutMs = deadlineMs + scriptMarginMs;
      const script = startScript(session, program, { timeoutMs, signal: run.signal });
      return runScript(script, { nonce, text }, jobs, run, {
        ...{ trust, now },
        onOther: (value) => {
          const hello = helloSchema.safeParse(value);
          if (hello.success) readsIcmp = hello.data.errorQueue;
        },
        meaning: (code) => (code === NO_PERL ? 'The node has no Perl that can run the script.' : null),
      });
    },
  };
}
