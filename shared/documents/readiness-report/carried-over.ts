import { say } from '../blocks.ts';
import { byCodePoint } from '../../lib/order.ts';
import type { Paragraph } from '../model.ts';
import type { Report } from '../../report/schema.ts';
import type { CheckRecord } from '../../results/types.ts';
import { count, dateOf, given, longDigest, utcTime } from '../words.ts';

function carriedTimes(checks: readonly CheckRecord[]): string[] {
  return checks
    .flatMap(({ carriedOverFrom }) => (carriedOverFrom === null ? [] : [carriedOverFrom.startedAt]))
    .sort(byCodePoint);
}

/** `carried over from 2026-11-20, 08:00:00 UTC`; for several the oldest, which decides how much it is still worth. */
export function carriedText(checks: readonly CheckRecord[]): string | null {
  const times = carriedTimes(checks);
  const [oldest] = times;
  if (oldest === undefined) return null;
  if (checks.length === 1) return `carried over from ${utcTime(oldest)}`;
  const share = times.length === checks.length ? 'all' : `${times.length} of ${checks.length}`;
  return `${share} carried over, the oldest from ${utcTime(oldest)}`;
}

/** For a narrow cell: `carried over, 2026-11-20`; none where nothing is. */
export function carriedShort(checks: readonly CheckRecord[]): string[] {
  return carriedTimes(checks)
    .slice(0, 1)
    .map((oldest) => `carried over, ${dateOf(oldest)}`);
}

/** For page 1: how many, from how many reports, and how old. */
export function carriedExtent({ checks, carriedFrom }: Report): string | null {
  const times = carriedTimes(checks);
  const [oldest, newest] = [times[0], times.at(-1)];
  if (oldest === undefined || newest === undefined) return null;
  const days = dateOf(oldest) === dateOf(newest) ? dateOf(oldest) : `${dateOf(oldest)} to ${dateOf(newest)}`;
  return `${count(times.length, 'check')} of ${checks.length}, made ${days}, from ${count(carriedFrom.length, 'earlier report')}`;
}

const mostReports = 6;

/** The reports that checks were carried over from, each with its digest, so that they can be asked for. */
export function carriedReports({ carriedFrom, checks }: Report): readonly Paragraph[] {
  const shown = carriedFrom.slice(0, mostReports).flatMap(({ id, createdAt, sha256, signer }) => {
    const own = checks.filter(({ carriedOverFrom }) => carriedOverFrom?.report === id).length;
    return [
      say('value', `${count(own, 'check')} from ${id}, ${utcTime(createdAt)}, signed with ${given(signer)}`),
      say('mono', longDigest(sha256)),
    ];
  });
  const more = carriedFrom.length - mostReports;
  return more > 0
    ? [...shown, say('value', `and ${count(more, 'more report', 'more reports')}, in the JSON`)]
    : shown;
}
