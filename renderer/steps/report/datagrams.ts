import type { CheckRecord } from '../../../shared/results/types.ts';

/** The datagrams that nothing answers by design, and that carry a word which their receiver shows. */
export function unreadDatagrams(checks: readonly CheckRecord[]): readonly CheckRecord[] {
  return checks.filter(
    ({ observation, facts, evidence, carriedOverFrom }) =>
      observation === 'no-answer' &&
      facts.probe === 'udp-datagram' &&
      'tokenSha256' in evidence &&
      carriedOverFrom === null,
  );
}
