import type { Check } from '../plan/types.ts';
import type { ProbeReading, RawAttempt } from './types.ts';

/** Kerberos refuses a client whose clock differs by more (RFC 4120 section 1.6: "typically five minutes"). */
const kerberosToleranceMs = 5 * 60_000;

export type ServerClock = Pick<ProbeReading, 'evidence' | 'remarks'>;

function spoken(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

/**
 * What the time in a reply tells, compared with the clock of the vantage.
 *
 * @param millis of the server's clock, UTC milliseconds to the second or better; null: the reply shows none
 */
export function serverClock(
  millis: number | null,
  { answeredAt }: RawAttempt,
  { vantage }: Pick<Check, 'vantage'>,
): ServerClock {
  if (millis === null || answeredAt === undefined) return { evidence: {}, remarks: [] };
  const difference = millis - answeredAt;
  // No -0, which compares unequal to what a report gives back.
  const evidence = { clockDifferenceSeconds: Math.round(difference / 1000) + 0 };
  if (Math.abs(difference) <= kerberosToleranceMs) return { evidence, remarks: [] };
  const whose = vantage.kind === 'laptop' ? 'this computer’s' : 'the node’s';
  const how = difference > 0 ? 'ahead of' : 'behind';
  return {
    evidence,
    remarks: [
      `The server’s clock is ${spoken(difference)} ${how} ${whose}, and Kerberos works within 5 minutes only: set both by the same time servers.`,
    ],
  };
}
