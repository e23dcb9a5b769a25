import { assumedMark, cell, plain, say, strong } from '../blocks.ts';
import type { Cell, Paragraph } from '../model.ts';
import { count, levelWord } from '../words.ts';
import { markWord, serviceText, type NumberedRule } from './facts.ts';

/** Pieces that the cards and the tables of rules share. */

export function needOf(each: NumberedRule): Paragraph {
  const assumed = each.levelBasis === 'assumed' && each.rule.level !== 'as-published';
  return {
    kind: 'paragraph',
    style: 'cell',
    runs: [plain(levelWord(each.rule.level)), ...(assumed ? [plain(' '), assumedMark] : [])],
  };
}

export function marked(mark: NumberedRule['mark']): Paragraph {
  return {
    kind: 'paragraph',
    style: 'cell',
    runs: [{ kind: 'mark', mark, sizeMm: 3, says: '' }, plain(' '), strong(markWord(mark))],
  };
}

export function levels(rules: readonly NumberedRule[]): string {
  const required = rules.filter(({ rule }) => rule.level === 'required').length;
  return `${count(rules.length, 'rule')}: ${required} required, ${rules.length - required} not`;
}

export function ruleCell(each: NumberedRule): Cell {
  const way = each.rule.direction.toUpperCase();
  return cell(
    say('cell', strong(each.rule.title), `, ${serviceText(each.rule.service)} ${way}`),
    say('id', each.rule.id),
  );
}
