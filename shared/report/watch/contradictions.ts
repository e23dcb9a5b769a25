import type { Finding } from '../../lib/result.ts';
import { utcMillis } from '../../lib/utc.ts';
import type { Report } from '../schema.ts';
import type { Opening, WatchRecord } from './schema.ts';

/** Clocks are set while a watch goes on; more than this is no such correction. */
const toleranceMs = 600_000;

const at = (utc: string): number => utcMillis(utc) ?? NaN;

/** What a report's opening times say against themselves, or against the checks on record. */
export function againstWatch(report: Report): Finding[] {
  const { watch } = report;
  if (watch === undefined) return [];
  const whole: Finding[] = [];
  const isInTime =
    at(watch.startedAt) >= at(report.startedAt) - toleranceMs &&
    at(watch.startedAt) <= at(watch.endedAt) &&
    at(watch.endedAt) <= at(report.createdAt) + toleranceMs;
  if (!isInTime)
    whole.push({
      path: 'watch',
      message: 'It was not made between the beginning of the run and the report.',
    });
  const verdicts = new Map([...report.rules, ...report.groups].map(({ id, verdict }) => [id, verdict]));
  const newest = newestCheck(report);
  const last = new Map(watch.openings.map((opening) => [opening.rule, opening]));
  const single = watch.openings.flatMap((opening, index) => {
    const verdict = verdicts.get(opening.rule);
    const says =
      verdict === undefined
        ? ['is no rule or group of the report']
        : [
            ...againstTimes(opening, watch),
            ...againstRecord(opening, verdict, newest.get(opening.rule) ?? null, last),
          ];
    return says.map((one) => ({ path: `watch.openings[${index}]`, message: `${opening.rule} ${one}.` }));
  });
  return [...whole, ...single];
}

function againstTimes({ lastNotPassed, firstPassed, closed }: Opening, watch: WatchRecord): string[] {
  const says: string[] = [];
  if (lastNotPassed !== null && at(lastNotPassed) > at(firstPassed))
    says.push('was seen to work before it was last seen not to');
  if (at(firstPassed) < at(watch.startedAt) || at(firstPassed) > at(watch.endedAt))
    says.push('opened outside of the watch');
  if (closed === null) return says;
  if (at(closed.lastPassed) > at(closed.firstNotPassed) || at(closed.firstNotPassed) > at(watch.endedAt))
    says.push('stopped at a time that cannot be');
  if (at(closed.firstNotPassed) < at(firstPassed)) says.push('stopped before it opened');
  return says;
}

function againstRecord(
  opening: Opening,
  verdict: string,
  newest: string | null,
  last: ReadonlyMap<string, Opening>,
): string[] {
  const says: string[] = [];
  const { closed, lastNotPassed } = opening;
  if (closed === null && last.get(opening.rule) !== opening) says.push('opened again without having closed');
  if (closed === null && verdict !== 'pass')
    says.push(`is said to be open, but its checks give “${verdict}”`);
  // What was last seen not to work was checked again after that, or it cannot have been seen to work.
  if (closed === null && lastNotPassed !== null && (newest === null || newest < lastNotPassed))
    says.push('is said to have opened after every check of it on record');
  return says;
}

/** By rule and group: when the newest of its checks on record began. */
function newestCheck(report: Report): Map<string, string> {
  const newest = new Map<string, string>();
  const note = (id: string, startedAt: string): void => {
    if ((newest.get(id) ?? '') < startedAt) newest.set(id, startedAt);
  };
  const groupsOf = new Map<string, string[]>();
  for (const { id, flows } of report.groups)
    for (const flow of flows) groupsOf.set(flow, [...(groupsOf.get(flow) ?? []), id]);
  for (const { rule, flow, startedAt, carriedOverFrom } of report.checks) {
    if (startedAt === null || carriedOverFrom !== null) continue;
    note(rule, startedAt);
    for (const group of groupsOf.get(flow) ?? []) note(group, startedAt);
  }
  return newest;
}
