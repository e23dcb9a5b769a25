import type { ReportDraft } from '../../../shared/ipc/contract.ts';
import { tn } from '../../i18n/t.ts';

/** Which checks were not made in this run but come from signed reports, and when they were made; null: none. */
export function carriedWords({ checks }: Pick<ReportDraft, 'checks'>): string | null {
  const carried = checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null);
  if (carried.length === 0) return null;
  const times = carried.flatMap(({ carriedOverFrom }) => carriedOverFrom?.startedAt ?? []).sort();
  const [first, last] = [times[0] ?? '', times.at(-1) ?? ''];
  const values = { all: checks.length, first, last };
  return first === last
    ? tn(
        '{{count}} check of {{all}} is carried over from a signed report, made at {{first}}. The others were made in this run.',
        '{{count}} checks of {{all}} are carried over from a signed report, made at {{first}}. The others were made in this run.',
        carried.length,
        values,
      )
    : tn(
        '{{count}} check of {{all}} is carried over from a signed report, made between {{first}} and {{last}}. The others were made in this run.',
        '{{count}} checks of {{all}} are carried over from a signed report, made between {{first}} and {{last}}. The others were made in this run.',
        carried.length,
        values,
      );
}
