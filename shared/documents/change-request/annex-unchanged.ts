import { cell, fixed, flexible, heading, row, say, space, strong, table } from '../blocks.ts';
import type { Block } from '../model.ts';
import { levelWord, protocolLines } from '../words.ts';
import { addressText } from './topology.ts';
import type { Decision } from '../answer/schema.ts';
import type { RequestFacts } from './facts.ts';

const addressesInCell = 4;

const decisionWords: Readonly<Record<Decision, string>> = {
  approve: 'Approved',
  deny: 'Denied',
  'in-place': 'In place',
  withdraw: 'Withdraw',
  keep: 'Keep',
};

/** Annex F of a delta: the lines that stay as they were. Other requests have none. */
export function annexUnchanged({ asks }: RequestFacts): Block[] {
  if (asks.kind !== 'delta') return [];
  const { unchanged, since, remarks } = asks;
  const side = (parties: readonly Parameters<typeof addressText>[0][]): string =>
    parties.length > addressesInCell
      ? `${parties.length} addresses, as before`
      : parties.map(addressText).join(', ');
  return [
    space(3),
    heading('F', 'Lines that stay as they were', `as in revision ${since.revision}`, 'section-F'),
    ...remarks.map((text) => say('body', strong(text))),
    unchanged.length === 0
      ? say('body', 'None: every line changed.')
      : say(
          'note',
          unchanged.some(({ decision }) => decision !== null)
            ? `Nothing is asked for with these lines. Your decision on them is the one that you gave on revision ${since.revision}.`
            : `Nothing is asked for with these lines. Your decision on them is the one in the form of revision ${since.revision}; it was not recorded here.`,
        ),
    ...(unchanged.length === 0
      ? []
      : [
          table(
            'Lines that stay as they were',
            [
              { ...fixed(14, `No. in ${since.revision}`), align: 'right' },
              flexible(1.5, 'Line, line id'),
              flexible(1.2, 'From: starts the session'),
              flexible(1.2, 'To: receives the session'),
              fixed(30, 'Protocol, port'),
              fixed(22, 'Need'),
              fixed(26, 'Your decision'),
            ],
            unchanged.map(({ each: { line }, numberBefore, decision }) =>
              row(
                cell(numberBefore === null ? 'none' : `${numberBefore}`),
                cell(say('cell', strong(line.title)), say('id', line.id)),
                cell(side(line.from)),
                cell(side(line.to)),
                cell(...protocolLines(line.protocols)),
                cell(levelWord(line.level)),
                cell(decision === null ? 'not recorded' : decisionWords[decision]),
              ),
            ),
          ),
        ]),
  ];
}
