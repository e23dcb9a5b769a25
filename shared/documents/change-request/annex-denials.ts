import { simulateDenial } from '../../rules/denial/simulate.ts';
import type { DenialEffect, Fate } from '../../rules/denial/types.ts';
import { cell, fixed, flexible, heading, row, say, space, strong, table } from '../blocks.ts';
import type { Block, Row } from '../model.ts';
import { levelWord, ranges } from '../words.ts';
import { permitted, type NumberedLine, type RequestFacts } from './facts.ts';

/** Annex G, when it is asked for: which features are lost or degraded when the lines of a service are denied. */
export function annexDenials(facts: RequestFacts): Block[] {
  const groups = new Map<string, NumberedLine[]>();
  for (const each of permitted(facts).lines) {
    const { entry, direction, level } = each.line;
    const key = `${entry} ${direction} ${level}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  const head = heading('G', 'If a line is denied', 'worked out from our list of needs', 'section-G');
  if (groups.size === 0)
    return [space(3), head, say('body', 'Nothing is asked for, so nothing can be denied.')];
  return [
    space(3),
    head,
    say(
      'note',
      'Each row: what happens when all of its lines are denied and everything else is permitted. When only some of them are denied, the features stay in part. Which feature needs what is our decision, except where the vendor states it.',
    ),
    table(
      'What is lost when lines are denied',
      [
        fixed(26, 'Lines'),
        flexible(1.1, 'Service, direction, need'),
        flexible(2, 'Lost'),
        flexible(1.6, 'Degraded'),
        flexible(1.2, 'Readiness of the node'),
      ],
      [...groups.values()].map((lines) => groupRow(facts, lines)),
    ),
  ];
}

function groupRow({ catalog, site, ruleSet }: RequestFacts, lines: readonly NumberedLine[]): Row {
  const effect = simulateDenial(catalog, site, ruleSet, {
    lines: lines.map(({ line }) => line.id),
    rules: [],
  });
  const first = lines[0]?.line;
  const need = first === undefined ? '' : `${first.direction.toUpperCase()}, ${levelWord(first.level)}`;
  return row(
    cell(say('cell', strong(ranges(lines.map(({ number }) => number))))),
    cell(say('cell', strong(first?.title ?? '')), need),
    cell(...featureTexts(effect, 'lost')),
    cell(...featureTexts(effect, 'degraded')),
    cell(
      effect.readiness.kind === 'none' ? 'does not suffer' : 'not ready; with waivers, ready with exceptions',
    ),
  );
}

/** `SMB file shares: Users cannot open files by SMB.`, one a line. */
function featureTexts({ features }: DenialEffect, fate: Fate): string[] {
  const texts = features
    .filter((feature) => feature.fate === fate)
    .map(({ title, reasons }) => `${title}: ${reasons[0]?.says ?? ''}`);
  return texts.length === 0 ? ['none'] : texts;
}
