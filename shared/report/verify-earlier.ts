import { canonicalJson } from '../lib/digest.ts';
import type { EarlierFile, EarlierFiles } from './earlier-files.ts';
import { doubtOf, nameOf } from './earlier-files.ts';
import type { Report, ReportReference } from './schema.ts';
import type { VerifyLine } from './types.ts';
import { line } from './verify-line.ts';

/** Follows the reports before this one as far as they are at hand. */
export function previousLine(report: Report, files: EarlierFiles): VerifyLine {
  if (report.previous === null) return line('previous', 'valid', 'It names no report before it.');
  const chain: EarlierFile[] = [];
  const seen = new Set<string>();
  let wanted: ReportReference | null = report.previous;
  let missing: ReportReference | null = null;
  while (wanted !== null) {
    const found = files.find(wanted);
    if (found === 'other') {
      const says =
        chain.length === 0
          ? `It follows ${nameOf(wanted.id)}, but the one found here has another content.`
          : `${nameOf(wanted.id)}, ${chain.length + 1} before it, is here with another content than the one after it names.`;
      return line('previous', 'invalid', says.charAt(0).toUpperCase() + says.slice(1));
    }
    if (found === 'absent' || seen.has(found.sha256)) {
      missing = wanted;
      break;
    }
    seen.add(found.sha256);
    chain.push(found);
    wanted = found.head.previous;
  }
  const last = chain.at(-1);
  const first = nameOf(report.previous.id);
  if (last === undefined) return line('previous', 'cannot-tell', `It follows ${first}, which is not here.`);
  const end =
    missing === null
      ? 'No report is named before that.'
      : `What came before that (${nameOf(missing.id)}) was not found here.`;
  const here =
    chain.length === 1
      ? `It follows ${first}, which is here and unchanged.`
      : `${chain.length} reports back to ${last.head.id.slice(0, 8)} of ${last.head.createdAt.slice(0, 40)}, all here and unchanged.`;
  const unsigned = chain.filter(({ signature }) => signature === null).length;
  const without = unsigned === 0 ? '' : ` Without a signature of their own here: ${unsigned}.`;
  const doubts = chain.flatMap((file) => doubtOf(file) ?? []);
  return doubts.length === 0
    ? line('previous', 'valid', `${here} ${end}${without}`)
    : line('previous', 'cannot-tell', `${here} But ${doubts[0] ?? ''}. ${end}`);
}

/** How many there are of each observation with its verdict: what a redacted copy must have in common with its original. */
function tally({ checks, rules, groups, readiness, createdAt }: Report): string {
  const counts = new Map<string, number>();
  const add = (word: string): void => void counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const { observation, verdict, weak } of checks)
    add(`check ${observation} ${verdict} ${weak ? 'weak' : ''}`);
  for (const { level, verdict, settled } of [...rules, ...groups])
    add(`rule ${level} ${verdict} ${settled ?? ''}`);
  return canonicalJson([readiness, createdAt, [...counts].sort()]);
}

/** Says of a redacted copy that it is one, and holds it against its original; null: it is no copy. */
export function redactionLine(report: Report, files: EarlierFiles): VerifyLine | null {
  if (report.redactedFrom === null) return null;
  const { id, sha256 } = report.redactedFrom;
  const copy = `A copy in which names and addresses were replaced, made from ${nameOf(id)} (SHA-256 ${sha256.slice(0, 64)})`;
  const found = files.find(report.redactedFrom);
  if (found === 'absent') return line('redaction', 'cannot-tell', `${copy}, which is not here.`);
  if (found === 'other')
    return line('redaction', 'invalid', `${copy}; the one found here has another content.`);
  const original = found.whole();
  const doubt = original === null ? 'this version cannot read it' : doubtOf(found);
  if (original === null || doubt !== null)
    return line('redaction', 'cannot-tell', `${copy}, which is here, but ${doubt ?? ''}.`);
  return tally(original) === tally(report)
    ? line('redaction', 'valid', `${copy}, which is here and has the same observations and verdicts.`)
    : line('redaction', 'invalid', `${copy}, which is here and has other observations or verdicts.`);
}
