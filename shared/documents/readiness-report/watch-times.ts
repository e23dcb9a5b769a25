import type { Report } from '../../report/schema.ts';
import type { Opening } from '../../report/watch/schema.ts';
import { say, space } from '../blocks.ts';
import type { Block, Paragraph } from '../model.ts';
import { count, utcTime } from '../words.ts';

const clock = (utc: string): string => `${utc.slice(11, 19)} UTC`;

/** Since when a rule works, by a watch; nothing when the report has none, or did not see it. */
export function openSince({ watch }: Report, rule: string): Paragraph[] {
  const opening = watch?.openings.filter((one) => one.rule === rule).at(-1);
  if (opening === undefined || opening.closed !== null) return [];
  return opening.lastNotPassed === null
    ? [say('id', `open when first checked, ${clock(opening.firstPassed)}`)]
    : [say('id', `opened between ${clock(opening.lastNotPassed)} and ${clock(opening.firstPassed)}`)];
}

const mostStops = 12;

/** How often was checked again, and what worked for a while and then did not. */
export function watchSummary({ watch }: Report): Block[] {
  if (watch === undefined) return [];
  const opened = new Set(
    watch.openings.flatMap(({ rule, lastNotPassed }) => (lastNotPassed === null ? [] : [rule])),
  );
  const stops = watch.openings.filter(({ closed }) => closed !== null);
  const more = stops.length - mostStops;
  return [
    space(2),
    say(
      'note',
      [
        `Checked again every ${watch.everySeconds} s from ${utcTime(watch.startedAt)} to ${utcTime(watch.endedAt)}: ${count(watch.rounds, 'round')}, what worked in every ${watch.greenEvery}th at the latest.`,
        `${count(opened.size, 'rule or set', 'rules or sets')} opened meanwhile; a time is that of the first check that passed.`,
        ...(watch.lostRounds === 0
          ? []
          : [`In ${count(watch.lostRounds, 'round')} a node was not reached, so that times may lie later.`]),
        ...(watch.clockSetBackMs === 0
          ? []
          : [
              `The clock of the laptop was set back by ${Math.round(watch.clockSetBackMs / 1000)} s; times are by the clock as it was before.`,
            ]),
        ...(watch.ended === 'interrupted' ? ['The program was cut off: later changes are not in here.'] : []),
      ].join(' '),
    ),
    ...stops.slice(0, mostStops).map((opening) => say('note', stopText(opening))),
    ...(more > 0 ? [say('note', `And ${more} more, in the attached JSON.`)] : []),
  ];
}

function stopText({ rule, firstPassed, closed }: Opening): string {
  return `${rule} worked from ${clock(firstPassed)} on, last at ${clock(closed?.lastPassed ?? firstPassed)}, and did not at ${clock(closed?.firstNotPassed ?? firstPassed)}.`;
}
