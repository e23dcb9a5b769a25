import type { RawOutcome, ReadContext, ProbeReading, RawAttempt } from './types.ts';
import type { Observation } from './observation.ts';

/** Fills what most readings leave empty. */
export function reading(
  observation: Observation,
  outcome: string,
  more: Partial<Omit<ProbeReading, 'observation' | 'outcome'>> = {},
): ProbeReading {
  return { observation, outcome, evidence: {}, tls: null, openBecause: null, remarks: [], ...more };
}

/** `3.0 s`, `40 ms`. */
export function duration(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`;
}

const icmpMeanings: Readonly<Record<number, string>> = {
  0: 'network unreachable',
  1: 'host unreachable',
  2: 'protocol unreachable',
  3: 'port unreachable',
  5: 'source route failed',
  6: 'network unknown',
  7: 'host unknown',
  9: 'network administratively prohibited',
  10: 'host administratively prohibited',
  11: 'network unreachable for this type of service',
  12: 'host unreachable for this type of service',
  13: 'communication administratively prohibited',
};

const prohibited = [9, 10, 13];

/** Outcomes that mean the same for every protocol. */
export type FailedOutcome = Exclude<
  RawOutcome,
  { readonly kind: 'connected' | 'answered' | 'handshake' | 'connected-only' }
>;

export function isFailure(outcome: RawOutcome): outcome is FailedOutcome {
  switch (outcome.kind) {
    case 'connected':
    case 'answered':
    case 'handshake':
    case 'connected-only':
      return false;
    case 'refused':
    case 'icmp-unreachable':
    case 'unreachable':
    case 'silent':
    case 'unresolved':
    case 'cannot':
    case 'error':
      return true;
  }
}

function readIcmp(code: number, sender: string | null, attempt: RawAttempt, resolved: string): ProbeReading {
  const what = `${icmpMeanings[code] ?? 'destination unreachable'} (ICMP code ${code})`;
  const from = sender === null ? '' : ` from ${sender}`;
  const evidence = { icmpCode: code, icmpSender: sender };
  if (prohibited.includes(code)) return reading('rejected', `${what}${from}`, { evidence });
  // A host that finds no neighbour for an on-link target sends the ICMP to itself: no device said no.
  if (sender !== null && sender === attempt.localAddress)
    return reading(
      'unreachable',
      `${what}, said by the sending host itself: nothing answers at ${resolved}`,
      {
        evidence,
      },
    );
  if (sender !== null && sender !== resolved) return reading('rejected', `${what}${from}`, { evidence });
  return reading('unreachable', `${what}${from}`, { evidence });
}

/** What an attempt means in which the protocol had no say. `silence`: the word for no answer at all. */
export function readFailure(
  outcome: FailedOutcome,
  attempt: RawAttempt,
  context: ReadContext,
  silence: 'filtered' | 'no-answer',
): ProbeReading {
  switch (outcome.kind) {
    case 'refused': {
      const { sender } = outcome;
      if (sender === null) return reading('refused', `refused after ${duration(attempt.ms)}`);
      const evidence = { icmpCode: 3, icmpSender: sender };
      return sender === context.resolved
        ? reading('refused', `refused by ${sender} after ${duration(attempt.ms)} (ICMP port unreachable)`, {
            evidence,
          })
        : reading('rejected', `port unreachable, said by ${sender} and not by the target`, { evidence });
    }
    case 'icmp-unreachable':
      return readIcmp(outcome.code, outcome.sender, attempt, context.resolved);
    case 'unreachable':
      return reading(
        'unreachable',
        outcome.errno === 'EHOSTUNREACH'
          ? 'host unreachable; who said so is not known, and a firewall that rejects looks the same'
          : `no way there (${outcome.errno})`,
        { evidence: { errno: outcome.errno } },
      );
    case 'silent':
      return reading(silence, `no answer in ${duration(attempt.ms)}`);
    case 'unresolved':
      return reading('unresolved', outcome.message);
    case 'cannot':
      return reading('not-testable', outcome.reason);
    case 'error':
      return reading('error', outcome.message);
  }
}

/** The engine opened the connection and can do no more, or the peer gave nothing usable over it. */
export function readConnectedOnly(message: string | null, protocol: string): ProbeReading {
  return message === null
    ? reading('open', 'connected', { openBecause: `the engine that ran this check cannot speak ${protocol}` })
    : reading('open', `connected, but no valid ${protocol} answer: ${message}`, {
        openBecause: `no valid ${protocol} answer: ${message}`,
      });
}
