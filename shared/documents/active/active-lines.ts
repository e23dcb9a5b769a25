import type { Report } from '../../report/schema.ts';
import type { Opening } from '../../report/watch/schema.ts';
import { fieldOf } from '../answer/filled.ts';
import type { RequestFile } from '../change-request/request-json.ts';
import type { ActiveLine } from './schema.ts';

type RequestLine = RequestFile['lines'][number];
type LineTimes = Pick<ActiveLine, 'state' | 'active' | 'notBefore' | 'seen' | 'says'>;

const nothing = { active: null, notBefore: null, seen: null } as const;

/** A time as people fill it in: `2026-11-24 20:17:05`. */
export function formTime(utc: string): string {
  return utc.replace('T', ' ').replace(/(?:\.\d+)?Z$/, '');
}

/** The form's field for the time of a line. */
export function activeField(lineId: string): string {
  return `impl.${fieldOf(lineId)}.active`;
}

/**
 * Since when each line that was asked for works, by a report with opening times. A line works when all of its rules pass, and
 * since the last of them did. What was never seen closed has no opening time.
 */
export function activeLines(request: RequestFile, report: Report): readonly ActiveLine[] {
  const digests = new Map(request.rules.map(({ id, digest }) => [id, digest]));
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  const openings = new Map(
    (report.watch?.openings ?? [])
      .filter(({ closed }) => closed === null)
      .map((opening) => [opening.rule, opening]),
  );
  return request.lines
    .filter(({ change }) => change !== 'removed')
    .map((line) => {
      const times = timesOf(line, digests, rules, openings);
      const entry =
        times.active !== null
          ? formTime(times.active)
          : times.state === 'open-when-first-checked' && times.seen !== null
            ? `before ${formTime(times.seen)}`
            : null;
      const { number, id, title } = line;
      return { number, id, title, ...times, entry, kept: null };
    });
}

function timesOf(
  line: RequestLine,
  digests: ReadonlyMap<string, string>,
  rules: ReadonlyMap<string, Report['rules'][number]>,
  openings: ReadonlyMap<string, Opening>,
): LineTimes {
  const own = line.rules.map((id) => ({ id, rule: rules.get(id) }));
  const other = own.find(({ id, rule }) => rule === undefined || rule.digest !== digests.get(id));
  if (own.length === 0 || other !== undefined)
    return {
      ...{ state: 'cannot-tell', ...nothing },
      says: `The report does not have ${other?.id ?? 'its rules'} as it was asked for.`,
    };
  const closed = own.find(({ rule }) => rule?.verdict !== 'pass');
  const failedMirror = line.mirrors.find((id) => rules.get(id)?.verdict === 'fail');
  if (closed !== undefined || failedMirror !== undefined)
    return {
      ...{ state: 'not-open', ...nothing },
      says: `${closed?.id ?? failedMirror ?? ''} does not pass.`,
    };
  const times = own.flatMap(({ id }) => openings.get(id) ?? []);
  const seen = latest(times.map(({ firstPassed }) => firstPassed));
  if (seen === null)
    return {
      ...{ state: 'open-before', ...nothing },
      says: 'It passed before this watch, and was not checked again.',
    };
  const notBefore = latest(times.flatMap(({ lastNotPassed }) => lastNotPassed ?? []));
  if (notBefore === null)
    return {
      ...{ state: 'open-when-first-checked', active: null, notBefore: null, seen },
      says: `Open at the first check, ${formTime(seen)} UTC. When it opened was not seen.`,
    };
  return {
    ...{ state: 'opened', active: seen, notBefore, seen },
    says: `Opened between ${formTime(notBefore)} and ${formTime(seen)} UTC.`,
  };
}

function latest(times: readonly string[]): string | null {
  return times.reduce<string | null>((best, time) => (best === null || time > best ? time : best), null);
}
