import type { VerifyResult } from '../../shared/report/types.ts';
import { findingLine } from './terminal.ts';

const answers = { valid: 'valid', invalid: 'INVALID', 'cannot-tell': 'cannot tell' } as const;

/** What every terminal shows without breaking lines of its own. */
const width = 80;
/** Where the sentences begin: behind the question and its answer. */
const indent = 30;

function headline({ result, signer }: VerifyResult): string {
  switch (result) {
    case 'valid':
      return 'Valid: unchanged since it was signed, by a signer that is known here.';
    case 'intact':
      return signer?.known === false
        ? 'Intact, signer unknown: unchanged since it was signed; by whom, nobody knows here.'
        : 'Intact, but not fully verified: see the lines that say "cannot tell".';
    case 'invalid':
      return 'INVALID: do not rely on this report.';
  }
}

/** Breaks a text between words. White space of the text's own, line ends too, is no more than a gap between words. */
function wrapped(text: string, start: string, hanging: number): string {
  const lines: string[] = [];
  let line = start;
  let isFresh = true;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (!isFresh && line.length + 1 + word.length > width) {
      lines.push(line);
      line = ' '.repeat(hanging) + word;
    } else line += isFresh ? word : ` ${word}`;
    isFresh = false;
  }
  return [...lines, line.trimEnd()].join('\n');
}

/** The verification for people: PRACTICE and REDACTED first, then each question on a line of its own. */
export function showVerify(result: VerifyResult): string {
  const isRedacted = result.lines.some(({ what }) => what === 'redaction');
  const lines = result.lines.flatMap(({ what, answer, says, findings }) => [
    wrapped(says, `  ${what.padEnd(15)} ${answers[answer].padEnd(indent - 18)}`, indent),
    ...findings.map((finding) => wrapped(findingLine(finding), '    - ', 6)),
  ]);
  return [
    ...(result.practice ? ['PRACTICE: no real network was checked. This is never ready.'] : []),
    ...(isRedacted ? ['REDACTED: a copy in which names and addresses were replaced.'] : []),
    wrapped(headline(result), '', 0),
    ...(result.readiness === null ? [] : [`The report says: ${result.readiness}.`]),
    '',
    ...lines,
    '',
  ].join('\n');
}
