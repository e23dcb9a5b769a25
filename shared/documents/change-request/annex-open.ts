import type { CheckRecord } from '../../results/types.ts';
import { unique } from '../../lib/order.ts';
import { cell, fixed, flexible, heading, row, say, space, strong, table } from '../blocks.ts';
import type { Block, Row } from '../model.ts';
import { count, dateOf, longDigest, protocolLines, utcTime } from '../words.ts';
import type { OpenLine, RequestFacts } from './facts.ts';

/** Annex A: what works already, and how that is known. */
export function annexOpen({ asks }: RequestFacts): Block[] {
  if (asks.kind !== 'only-blocked')
    return [
      heading('A', 'Already open', null, 'section-A'),
      say('body', 'No check was made before this request.'),
    ];
  const { open, report, remarks } = asks;
  return [
    heading(
      'A',
      'Already open',
      `checked for report ${report.id.slice(0, 8)} of ${dateOf(report.createdAt)}`,
      'section-A',
    ),
    open.length === 0
      ? say('body', 'No line was seen to work in full before this request: all of them are asked for.')
      : say(
          'body',
          `${open.length === 1 ? 'This line' : `These ${open.length} lines`} worked before any change, every flow of ${open.length === 1 ? 'it' : 'them'}, and ${open.length === 1 ? 'is' : 'are'} not asked for. Please leave in place what permits ${open.length === 1 ? 'it' : 'them'}.`,
        ),
    ...(open.length === 0
      ? []
      : [
          table(
            'Lines that work already',
            [
              { ...fixed(8, 'No.'), align: 'right' },
              flexible(1.5, 'Line, line id'),
              fixed(22, 'Observed'),
              flexible(1.9, 'Evidence'),
              flexible(1.2, 'Tested from'),
              fixed(26, 'When (UTC)'),
            ],
            open.map(openRow),
          ),
        ]),
    space(2),
    say('note', 'Report ', strong(report.id), `, of ${utcTime(report.createdAt)}, signed, JSON SHA-256:`),
    say('mono', longDigest(report.sha256)),
    say(
      'note',
      'A line counts as open only if each of its flows answered as its service does, in checks that started less than 7 days before this request, on a rule that is still the same, and without a sign that something answers for everyone. A weaker or unsteady answer, and one host of a network, leave a line in section 4 as "Not tested in full".',
    ),
    ...remarks.map((text) => say('note', text)),
  ];
}

function openRow({ each, checks }: OpenLine): Row {
  const { line, number, far, farName } = each;
  const times = checks.flatMap(timesOf).sort();
  const [first, last] = [times[0] ?? '', times.at(-1) ?? ''];
  return row(
    cell(say('cell', strong(`${number}`))),
    cell(
      say(
        'cell',
        { kind: 'direction', direction: line.direction },
        strong(` ${protocolLines(line.protocols).join(', ')} `),
        line.title,
      ),
      `${farName}, ${far.map(({ address }) => address).join(', ')}`,
      say('id', line.id),
    ),
    cell(...unique(checks.map(({ observation }) => observation))),
    cell(...evidenceOf(checks)),
    cell(...unique(checks.map(vantageText))),
    cell(utcTime(first), ...(last === first ? [] : [`to ${utcTime(last)}`])),
  );
}

/** The oldest time stands for a check that was carried over from an earlier report. */
function timesOf({ startedAt, carriedOverFrom }: CheckRecord): string[] {
  const time = carriedOverFrom?.startedAt ?? startedAt;
  return time === null ? [] : [time];
}

const mostShown = 6;

function evidenceOf(checks: readonly CheckRecord[]): string[] {
  const shown = checks.slice(0, mostShown).map((check) => {
    const { target, attempts } = check;
    const place = [target.address, target.resolved === target.address ? null : target.resolved]
      .filter((text) => text !== null)
      .join(' = ');
    const service = target.port === null ? 'ping' : `${target.protocol.toUpperCase()} ${target.port}`;
    const ms = attempts.at(-1)?.ms;
    const carried = check.carriedOverFrom === null ? '' : ', from an earlier report';
    return `${place}, ${service}: ${attempts.at(-1)?.outcome ?? check.observation}${ms === undefined ? '' : `, ${Math.round(ms)} ms`}${carried}`;
  });
  const more = checks.length - shown.length;
  return more > 0 ? [...shown, `and ${count(more, 'more check')}, in the report`] : shown;
}

function vantageText({ vantage, engine }: CheckRecord): string {
  const place = vantage.kind === 'laptop' ? 'laptop' : `${engine} on node ${vantage.node}`;
  return [place, vantage.interface, vantage.address].filter((text) => text !== null).join(', ');
}
