import { isFailure, readConnectedOnly, readFailure, reading } from './failure-reading.ts';
import type { ProbeReading, RawAttempt, ReadContext } from './types.ts';

/** What tells one protocol's replies from anything else. */
export interface ReplyReader<T> {
  /** As people know it: `LDAP`. */
  readonly protocol: string;
  readonly transport: 'tcp' | 'udp';
  /** A reply to the payload of this index; null: it is none. Never throws, whatever the bytes. */
  readonly recognise: (bytes: Uint8Array, payload: number) => T | null;
  /** What the recognised replies mean. */
  readonly say: (replies: readonly [T, ...T[]]) => ProbeReading;
}

/**
 * Reads an attempt of an exchange: what failed means the same as everywhere; what came from the target and is a reply to
 * what was asked is the protocol's; anything else is an open port at best.
 */
export function readExchange<T>(
  attempt: RawAttempt,
  context: ReadContext,
  reader: ReplyReader<T>,
): ProbeReading {
  const { protocol, transport } = reader;
  const { outcome } = attempt;
  if (isFailure(outcome))
    return readFailure(outcome, attempt, context, transport === 'tcp' ? 'filtered' : 'no-answer');
  if (outcome.kind !== 'answered') {
    // A UDP socket is connected without a packet.
    if (transport === 'udp') return reading('no-answer', 'nothing came back');
    return readConnectedOnly(outcome.kind === 'connected-only' ? outcome.message : null, protocol);
  }
  const own = outcome.replies.filter(({ from }) => from === null || from === context.resolved);
  const recognised = own.flatMap(({ bytes, payload }) => {
    const reply = reader.recognise(bytes, payload);
    return reply === null ? [] : [reply];
  });
  const [first, ...others] = recognised;
  if (first !== undefined) return reader.say([first, ...others]);
  if (own.length === 0)
    return reading('no-answer', 'only another address than the target answered', {
      evidence: { from: [...new Set(outcome.replies.map(({ from }) => from ?? ''))] },
    });
  const why = 'what came back is no reply to the query';
  if (transport === 'tcp') return readConnectedOnly(why, protocol);
  return reading('open', `something answers, but not as ${protocol}: ${why}`, {
    openBecause: `no valid ${protocol} answer: ${why}`,
  });
}
