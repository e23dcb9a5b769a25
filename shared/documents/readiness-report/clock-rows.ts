import { say } from '../blocks.ts';
import type { Paragraph } from '../model.ts';
import type { Report } from '../../report/schema.ts';

const mostClocks = 6;

/** `12 ms ahead of`, `3.2 s behind`. */
function offsetText(ms: number, than: string): string {
  const size = Math.abs(ms);
  if (size < 1) return `less than 1 ms from ${than}`;
  const amount = size < 10_000 ? `${Math.round(size)} ms` : `${(size / 1000).toFixed(1)} s`;
  return `${amount} ${ms > 0 ? 'ahead of' : 'behind'} ${than}`;
}

/** What NTP servers said of the clock of the laptop or of a node; each server once. */
function againstNtp({ checks }: Report): string[] {
  const texts = new Map<string, string>();
  for (const { evidence, target, vantage } of checks) {
    const { offsetMs, offsetOf } = evidence;
    if (typeof offsetMs !== 'number') continue;
    const clock = offsetOf === 'laptop' ? 'The laptop' : vantage.node;
    // Evidence holds how far the server is ahead of the clock: the clock is as much behind the server.
    texts.set(
      `${clock} ${target.address}`,
      `${clock}: ${offsetText(-offsetMs, `NTP server ${target.address}`)}`,
    );
  }
  return [...texts.values()];
}

/** How the clocks stand to each other: no verdict rests on it, and no time in the report is corrected by it. */
export function clockTexts(report: Report): Paragraph[] {
  const nodes = report.nodes.flatMap(({ name, clock }) =>
    clock === null
      ? []
      : [
          `${name}: ${offsetText(clock.offsetMs, 'the laptop')}, give or take ${Math.ceil(clock.uncertaintyMs)} ms`,
        ],
  );
  const silent = report.nodes.filter(({ clock }) => clock === null).length;
  const ntp = againstNtp(report);
  const all = [...nodes, ...ntp];
  const more = all.length - mostClocks;
  return [
    say('value', "Every time is the laptop's, in UTC."),
    ...all.slice(0, mostClocks).map((text) => say('value', text)),
    ...(more > 0 ? [say('value', `and ${more} more, in the JSON`)] : []),
    ...(silent > 0
      ? [
          say(
            'value',
            silent === report.nodes.length
              ? 'No node told its time.'
              : `${silent} of the nodes told no time.`,
          ),
        ]
      : []),
    ...(ntp.length === 0 ? [say('value', 'No NTP server told how far the laptop or a node is off.')] : []),
  ];
}
