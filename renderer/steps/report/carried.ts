import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import { plural } from '../../components/words.ts';

/** Which checks were not made in this run but come from signed reports, and when they were made; null: none. */
export function carriedWords({ checks }: Pick<ReportDraft, 'checks'>): string | null {
  const carried = checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null);
  if (carried.length === 0) return null;
  const times = carried.flatMap(({ carriedOverFrom }) => carriedOverFrom?.startedAt ?? []).sort();
  const [first, last] = [times[0] ?? '', times.at(-1) ?? ''];
  const when = first === last ? `at ${first}` : `between ${first} and ${last}`;
  const are = carried.length === 1 ? 'is' : 'are';
  return `${plural(carried.length, 'check')} of ${checks.length} ${are} carried over from a signed report, made ${when}. The others were made in this run.`;
}
