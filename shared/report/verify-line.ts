import type { Finding } from '../lib/result.ts';
import type { VerifyAnswer, VerifyLine } from './types.ts';

/** Findings enough to act on; a forged file may hold thousands. */
const maxFindings = 20;
/** Names in a forged file may be as long as the file. */
const maxLength = 500;

function short(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}...` : text;
}

/** One answer of a verification, of a length that can be shown. */
export function line(
  what: VerifyLine['what'],
  answer: VerifyAnswer,
  says: string,
  findings: readonly Finding[] = [],
): VerifyLine {
  return {
    what,
    answer,
    says: short(says),
    findings: findings
      .slice(0, maxFindings)
      .map((finding) => ({ ...finding, path: short(finding.path), message: short(finding.message) })),
  };
}
