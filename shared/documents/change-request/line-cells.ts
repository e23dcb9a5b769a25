import { canonicalJson } from '../../lib/digest.ts';
import type { Line } from '../../rules/lines.ts';
import type { PartyInfo } from '../../rules/types.ts';
import { assumedMark, cell, faint, plain, say, strong } from '../blocks.ts';
import type { Cell, Paragraph, Run } from '../model.ts';
import { levelWord, protocolLines, utcTime } from '../words.ts';
import type { NumberedLine, RequestFacts, RequestKind, Today } from './facts.ts';
import { addressText } from './topology.ts';

/** The cells of a row of section 4. */

const addressesInCell = 4;

/** A line id as part of a field name: dots would nest fields. */
export function fieldId(lineId: string): string {
  return lineId.replaceAll('.', '-');
}

function beforeOf({ change }: NumberedLine): Line | null {
  return change.kind === 'changed' ? change.before : null;
}

/** `was TCP 53`, struck through: what a changed line asked for before. */
function was(text: string): Paragraph {
  return say('id', { kind: 'text', text: 'was ' }, { kind: 'text', text, struck: true });
}

export function sideCell(each: NumberedLine, side: 'from' | 'to'): Cell {
  const { line } = each;
  const parties = line[side];
  const isNode = (side === 'from') === (line.direction === 'out');
  if (parties.length === 0) {
    const text = each.missing === null ? 'To be supplied' : `To be supplied: see 5.${each.missing}`;
    const name = isNode ? `${line.node} (node)` : each.farName;
    const missing: Paragraph = { kind: 'paragraph', style: 'cell', runs: [{ kind: 'missing', text }] };
    return { ...cell(say('cell', strong(name)), missing, ...wasAddresses(each, side)), bar: isNode };
  }
  const bar = isNode || parties.every(({ role }) => role === 'node');
  const name = say('cell', strong(isNode ? nodeName(parties) : each.farName));
  return { ...cell(name, addressParagraph(each, side), ...wasAddresses(each, side)), bar };
}

/** The addresses; those that a changed line did not have before are bold. */
function addressParagraph(each: NumberedLine, side: 'from' | 'to'): Paragraph {
  const texts = each.line[side].map(addressText);
  const before = beforeOf(each);
  const old = new Set((before?.[side] ?? []).map(addressText));
  const isNew = (text: string): boolean => before !== null && !old.has(text);
  const shown = texts.length > addressesInCell ? texts.filter(isNew) : texts;
  const runs = shown.flatMap((text, index): Run[] => [
    ...(index === 0 ? [] : [plain(', ')]),
    isNew(text) ? strong(text) : plain(text),
  ]);
  const many = `(${texts.length} addresses, section 3)`;
  return texts.length > addressesInCell
    ? say('cell', many, ...(runs.length === 0 ? [] : [plain(' new: '), ...runs]))
    : say('cell', ...runs);
}

/** The addresses that the side had before, where they were others; of a long list those that went. */
function wasAddresses(each: NumberedLine, side: 'from' | 'to'): Paragraph[] {
  const before = beforeOf(each);
  if (before === null) return [];
  const old = before[side].map(addressText);
  const now = new Set(each.line[side].map(addressText));
  if (canonicalJson([...old].sort()) === canonicalJson([...now].sort())) return [];
  if (old.length <= addressesInCell) return [was(old.length === 0 ? 'to be supplied' : old.join(', '))];
  const gone = old.filter((text) => !now.has(text));
  return [was(gone.length === 0 ? `${old.length} addresses` : `also ${gone.join(', ')}`)];
}

function nodeName(parties: readonly PartyInfo[]): string {
  const name = parties[0]?.node ?? parties[0]?.label ?? '';
  return parties.length > 1 ? `${name} (node, ${parties.length} addresses)` : `${name} (node)`;
}

export function protocolCell(each: NumberedLine): Cell {
  const now = protocolLines(each.line.protocols);
  const old = protocolLines(beforeOf(each)?.protocols ?? each.line.protocols);
  return cell(
    ...now.map((text) => say('port', strong(text))),
    ...(old.join() === now.join() ? [] : [was(old.join('; '))]),
  );
}

/** The name of the line; in a delta with the mark of what becomes of it. */
export function serviceCell({ line, change }: NumberedLine, asks: RequestKind): Cell {
  const marked = asks.kind === 'delta' && change.kind !== 'permit';
  const mark: Run[] = marked ? [{ kind: 'change', change: change.kind }] : [];
  return cell(say('cell', ...mark, line.title), say('id', line.id));
}

export function directionCell({ line }: NumberedLine): Cell {
  return cell(
    { kind: 'paragraph', style: 'cell', runs: [{ kind: 'direction', direction: line.direction }] },
    say('cell', line.port.toUpperCase(), ...(line.portBasis === 'assumed' ? [plain(' '), assumedMark] : [])),
  );
}

export function whyCell({ line: { why, group, temporary } }: NumberedLine): Cell {
  const ours = why.origin === 'custom' ? ['Added by the site, not by the vendor.'] : [];
  // A long reason stands in annex C in full: nothing is cut.
  const purpose = why.purpose.length <= 80 ? [why.purpose] : ['Reason: annex C.'];
  return cell(
    ...ours,
    ...purpose,
    ...(group === null || why.purpose.includes('enough') ? [] : ['One of the services is enough.']),
    ...(temporary ? ['For a limited time only.'] : []),
  );
}

function levelParagraph(line: Pick<Line, 'level' | 'levelBasis'>): Paragraph {
  const assumed = line.levelBasis === 'assumed' && line.level !== 'as-published';
  return say('cell', levelWord(line.level), ...(assumed ? [plain(' '), assumedMark] : []));
}

const todayWords: Readonly<Record<Today, readonly Run[]>> = {
  blocked: [strong('Blocked')],
  'not-tested': [faint('Not tested')],
  'in-part': [faint('Not tested in full')],
};

export function needCell(each: NumberedLine): Cell {
  const { line, today } = each;
  const before = beforeOf(each);
  return cell(
    levelParagraph(line),
    ...(before === null || before.level === line.level ? [] : [was(levelWord(before.level))]),
    ...(today === null ? [] : [say('cell', ...todayWords[today])]),
  );
}

/** The boxes of a line: to permit it, or to withdraw it. */
export function decisionCell(each: NumberedLine): Cell {
  if (each.missing !== null) return cell('Decide when the address is known.');
  const { line, number, change } = each;
  const id = fieldId(line.id);
  const about = `line ${number}, ${line.title}, ${protocolLines(line.protocols).join(', ')}`;
  const box = (value: string, label: string): Run => ({
    kind: 'check-box',
    label,
    box: { group: `line.${id}.decision`, value, tip: `Decision on ${about}: ${label}`, required: true },
  });
  const boxes =
    change.kind === 'removed'
      ? [box('withdraw', 'Withdraw'), box('keep', 'Keep')]
      : [box('approve', 'Approve'), box('deny', 'Deny'), box('in-place', 'In place')];
  return cell(
    { kind: 'paragraph', style: 'cell', runs: boxes },
    {
      kind: 'field',
      name: `line.${id}.comment`,
      tip: `Comment on ${about}`,
      required: false,
      look: 'text',
      heightMm: 4.3,
      caption: null,
    },
  );
}

/** A removal's column in place of Why: the rule that the implementation record of the earlier request names. */
export function recordedCell({ asks, site }: RequestFacts, { line }: NumberedLine): Cell {
  const { supersedes } = site.request;
  const recorded = asks.kind === 'removal' ? asks.recorded.get(line.id) : undefined;
  if (recorded !== undefined)
    return cell(
      `Your rule ${recorded.rule}, ${recorded.active === null ? 'time not recorded' : `active since ${utcTime(recorded.active)}`}.`,
    );
  return cell('not recorded', ...(supersedes === null ? [] : [say('id', `see section 9 of ${supersedes}`)]));
}
