/**
 * How long a check waits for what stays silent, and how often it asks meanwhile. Engines that open further connections
 * within one wait (on the node: in their script, which gets a `WaitPolicy` with its request) follow these rules:
 *
 * - A silent TCP target gets up to `tries` connections. All of them stay open; the first that answers wins, and a reset
 *   is an answer. `spacingMs` says when the next one follows.
 * - It is silent when all tries were made, the last of them had `lastRoundTrips` round trips, and `waitMs` has passed since
 *   the first; at the latest `timeoutMs` after the first.
 * - An answer over TCP (connected or reset, not an ICMP error, and not one of the asking host itself) is a sample: its
 *   round trip counts from the try that it answers. An answer to a later try than the first means that the path loses packets.
 * - A UDP reply to the first datagram, or an ICMP port-unreachable of the target itself, shows that the host is there and how
 *   far, but is no sample for others: a service may take its time. UDP payloads that are exchanged are sent again in the
 *   same rhythm, always within the whole `timeoutMs`.
 */
export interface WaitPolicy {
  /** Shorten the wait when enough answers were seen; else it is always `timeoutMs`. */
  readonly adaptive: boolean;
  /** Connections to one silent target, or datagrams with the same payload. */
  readonly tries: number;
  /** Round trips, of the slowest seen, that a try gets at least before the next one follows. */
  readonly roundTrips: number;
  /** The same for the last try, before the target counts as silent. */
  readonly lastRoundTrips: number;
  /** Share of the spacing that chance may take away, so that many silent targets are not asked again in one burst. */
  readonly jitter: number;
  /** Answers, and hosts that gave one, from which on they say something about hosts that gave none. */
  readonly enoughAnswers: number;
  readonly enoughHosts: number;
  /** Never a shorter wait for a host that answered on another port, nor for one that nobody is at (a negative control). */
  readonly knownHostMs: number;
  /** Never a shorter wait for a host that never answered, nor for any where packets get lost. */
  readonly newHostMs: number;
}

/**
 * With 5% loss each way a try fails with 9.75%, and six in a row fail once in a million; apart as they are, they also
 * outlast a short outage. A host a second or more away that answers nowhere, while others answer quickly, is beyond the
 * floor: where such links are expected, waits are fixed.
 */
export const adaptiveWaits: WaitPolicy = {
  adaptive: true,
  tries: 6,
  roundTrips: 1.5,
  lastRoundTrips: 2.5,
  jitter: 0.2,
  enoughAnswers: 5,
  enoughHosts: 2,
  knownHostMs: 600,
  newHostMs: 1000,
};

/** Every silent target is waited for as long as the site says. */
export const fixedWaits: WaitPolicy = { ...adaptiveWaits, adaptive: false };

/** What the answers so far tell about one target. Times in milliseconds. */
export interface AnswersSeen {
  readonly answers: number;
  readonly hosts: number;
  /** The slowest round trip of all samples and of this target's own host; 0: none yet. */
  readonly slowestMs: number;
  /** The target's own host gave an answer on some port. */
  readonly hostAnswered: boolean;
  /** A negative control, which waits no longer than the checks that it guards. */
  readonly isControl: boolean;
  /** An answer came to a later try than the first. */
  readonly losesPackets: boolean;
}

/** How long a TCP target may stay silent, from its first try. */
export function waitMs(policy: WaitPolicy, timeoutMs: number, seen: AnswersSeen): number {
  const isEnough = seen.answers >= policy.enoughAnswers && seen.hosts >= policy.enoughHosts;
  if (!policy.adaptive || !(seen.hostAnswered || isEnough)) return timeoutMs;
  const isBrief = (seen.hostAnswered || seen.isControl) && !seen.losesPackets;
  const floor = isBrief ? policy.knownHostMs : policy.newHostMs;
  const roundTrips = (policy.tries - 1) * policy.roundTrips + policy.lastRoundTrips;
  return Math.min(timeoutMs, Math.max(floor, roundTrips * seen.slowestMs));
}

/** How long after one try the next one follows, before chance takes its share (`jitter`). */
export function spacingMs(policy: WaitPolicy, wait: number, slowestMs: number): number {
  return Math.max(wait / policy.tries, policy.roundTrips * slowestMs);
}
