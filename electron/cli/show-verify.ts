import type { VerifyResult } from '../../shared/report/types.ts';
import { findingLine } from './terminal.ts';

const answers = { valid: 'valid', invalid: 'INVALID', 'cannot-tell': 'cannot tell' } as const;

const headline: Readonly<Record<VerifyResult['result'], string>> = {
  valid: 'Valid: unchanged since it was signed, by a signer that is known here.',
  intact: 'Intact, but not fully verified: see the lines that say "cannot tell".',
  invalid: 'INVALID: do not rely on this report.',
};

/** The verification for people: PRACTICE first, then each question on a line of its own. */
export function showVerify(result: VerifyResult): string {
  const lines = result.lines.map(({ what, answer, says, findings }) =>
    [`  ${what.padEnd(15)} ${answers[answer].padEnd(12)} ${says}`, ...findings.map(findingLine)].join('\n'),
  );
  return [
    result.practice ? 'PRACTICE: no real network was checked. This is never ready.\n' : '',
    `${headline[result.result]}\n`,
    result.readiness === null ? '' : `The report says: ${result.readiness}.\n`,
    `\n${lines.join('\n')}\n`,
  ].join('');
}
