import type { PlannedVantage } from '../plan/types.ts';
import type { RawAttempt } from './types.ts';

/** How far a clock is off, going by one NTP reply. */
export interface ClockOffset {
  /** Milliseconds that the server's clock is ahead of it; negative: behind. Off by half the attempt's time at most. */
  readonly ms: number;
  /** Whose clock. */
  readonly of: 'node' | 'laptop';
}

/** Kerberos refuses a client whose clock differs by more (RFC 4120 section 1.6: "typically five minutes"). */
const kerberosToleranceMs = 5 * 60_000;

/** Seconds from 1900 to 1970 (RFC 5905 section 6). */
const ntpEpoch = 2_208_988_800;
/** Timestamps count seconds in 32 bits: they begin again in 2036. */
const eraSeconds = 2 ** 32;

interface Moment {
  /** Since 1900, without the era. */
  readonly seconds: number;
  readonly fraction: number;
}

function momentAt(bytes: Uint8Array, offset: number): Moment {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return { seconds: view.getUint32(offset), fraction: view.getUint32(offset + 4) / eraSeconds };
}

/** From our moment to the server's, in the era that makes it the shortest way. */
function msFrom(ours: number, theirs: Moment): number {
  const seconds = Math.floor(ours / 1000);
  const ahead = (((theirs.seconds - seconds - ntpEpoch) % eraSeconds) + eraSeconds) % eraSeconds;
  const shortest = ahead >= eraSeconds / 2 ? ahead - eraSeconds : ahead;
  return (shortest + theirs.fraction) * 1000 - (ours - seconds * 1000);
}

/**
 * The offset by the four timestamps (RFC 5905 section 8): sent and received by our clock, received and sent by the
 * server's. Null when no clock was read, or the server gives no time.
 *
 * @param reply an NTP packet of 48 bytes or more
 */
export function clockOffset(
  reply: Uint8Array,
  attempt: RawAttempt,
  vantage: PlannedVantage['kind'],
): ClockOffset | null {
  const { answeredAt } = attempt;
  const [received, transmitted] = [momentAt(reply, 32), momentAt(reply, 40)];
  if (answeredAt === undefined || received.seconds === 0 || transmitted.seconds === 0) return null;
  const sentAt = answeredAt - attempt.ms;
  return {
    // Whole milliseconds, and never minus zero.
    ms: Math.round((msFrom(sentAt, received) + msFrom(answeredAt, transmitted)) / 2) + 0,
    of: vantage === 'laptop' ? 'laptop' : 'node',
  };
}

function duration(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1000) return `${Math.round(size)} ms`;
  if (size < 120_000) return `${(size / 1000).toFixed(1)} s`;
  return size < 7_200_000 ? `${Math.round(size / 60_000)} minutes` : `${Math.round(size / 3_600_000)} hours`;
}

/** The offset in words, and a remark when Kerberos would fail. */
export function sayOffset(offset: ClockOffset): {
  readonly text: string;
  readonly remarks: readonly string[];
} {
  const whose = offset.of === 'node' ? "the node's clock" : "this computer's clock";
  const text = `${whose} is ${duration(offset.ms)} ${offset.ms >= 0 ? 'behind' : 'ahead'}`;
  const isTooFar = Math.abs(offset.ms) > kerberosToleranceMs;
  const remark = `By this NTP server ${text}: Kerberos works within 5 minutes only. Set the clock before joining the domain.`;
  return { text, remarks: isTooFar ? [remark] : [] };
}
