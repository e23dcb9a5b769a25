import type { Bar } from '../../components/strip.tsx';
import type { CheckRow } from './check-rows.ts';
import { barOfRow } from './check-rows.ts';

/** More bars than these nobody can tell apart; then one bar stands for several checks, as bad as the worst of them. */
export const mostBars = 240;

/** What is done stands first, so that the scale below counts it. */
const places: Readonly<Record<Bar, number>> = {
  pass: 0,
  weak: 1,
  attested: 2,
  waived: 3,
  fail: 4,
  inconclusive: 5,
  running: 6,
  'not-run': 7,
};

const worst: readonly Bar[] = [
  'fail',
  'inconclusive',
  'running',
  'not-run',
  'waived',
  'attested',
  'weak',
  'pass',
];

/** Bars of the strip: one for each check, or one for several. */
export function barsOf(rows: readonly CheckRow[], most = mostBars): readonly Bar[] {
  const counts = new Map<Bar, number>();
  for (const row of rows) {
    const bar = barOfRow(row);
    counts.set(bar, (counts.get(bar) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a], [b]) => places[a] - places[b]);
  if (rows.length <= most) return sorted.flatMap(([bar, count]) => Array.from({ length: count }, () => bar));
  const ends: { readonly bar: Bar; readonly end: number }[] = [];
  for (const [bar, count] of sorted) ends.push({ bar, end: (ends.at(-1)?.end ?? 0) + count });
  const barAt = (place: number): Bar => ends.find(({ end }) => place < end)?.bar ?? 'not-run';
  return Array.from({ length: most }, (_, index) => {
    const first = Math.floor((index * rows.length) / most);
    const last = Math.floor(((index + 1) * rows.length) / most) - 1;
    const inside = ends.filter(({ end }, at) => end > first && (ends[at - 1]?.end ?? 0) <= last);
    return worst.find((bar) => inside.some((one) => one.bar === bar)) ?? barAt(first);
  });
}

/** Round numbers along the scale, from 0 to the count. */
export function ticksOf(count: number): readonly number[] {
  if (count === 0) return [0];
  const rough = count / 4;
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1)));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? power * 10;
  const ticks: number[] = [];
  // The last round number gives way where it would stand on the count itself.
  for (let tick = 0; tick < count - step / 3; tick += step) ticks.push(tick);
  return [...ticks, count];
}
