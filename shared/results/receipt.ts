import { sha256Hex, utf8 } from '../lib/digest.ts';
import type { ObservedCheck } from './types.ts';

/** What a person read at a receiver of syslog messages or SNMP traps. */
export interface Receipt {
  /** The word behind "path check", or in the heartbeat trap. */
  readonly token: string;
  /** Who read it. */
  readonly by: string;
  /** UTC. */
  readonly at: string;
}

/** The token as it was sent: people copy it with blanks around it, or in capitals. */
function normalToken(token: string): string {
  return token.trim().toLowerCase();
}

/** True when the check's datagram carried this token. Only its digest is kept, so that nobody can read it here. */
export function carriedToken(
  { evidence, facts }: Pick<ObservedCheck, 'evidence' | 'facts'>,
  token: string,
): boolean {
  return facts.probe === 'udp-datagram' && evidence['tokenSha256'] === sha256Hex(utf8(normalToken(token)));
}

/**
 * The check whose datagram a person saw arrive, `confirmed` by that: its attempts stay, the receipt is one more.
 * Null: the datagram carried another token, or the check has an answer of its own.
 */
export function withReceipt<C extends ObservedCheck>(check: C, receipt: Receipt): C | null {
  const token = normalToken(receipt.token);
  if (check.observation !== 'no-answer' || !carriedToken(check, token)) return null;
  const outcome = `token read at the receiver by ${receipt.by}, ${receipt.at}`;
  return {
    ...check,
    observation: 'confirmed',
    attempts: [...check.attempts, { ms: 0, observation: 'confirmed', outcome }],
    evidence: { ...check.evidence, receipt: `${receipt.by}, ${receipt.at}` },
    facts: { ...check.facts, receipt: { token, by: receipt.by, at: receipt.at } },
  };
}
