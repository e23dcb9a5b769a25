import type { Line } from '../../shared/rules/lines.ts';
import type { RowChanges } from '../state/row-changes.ts';
import { isNoChange } from '../state/row-changes.ts';
import { Icon } from './icon.tsx';
import { plural } from './words.ts';

const listedAtOnce = 8;

/** `3 rows came, 1 went`. */
export function changeWords(changes: RowChanges): string {
  if (isNoChange(changes)) return 'no row came or went';
  const { came, went, changed } = changes;
  return [
    came.length === 0 ? '' : `${plural(came.length, 'row')} came`,
    went.length === 0 ? '' : `${came.length === 0 ? plural(went.length, 'row') : went.length} went`,
    changed.length === 0 ? '' : `${plural(changed.length, 'row')} changed`,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

function rowWords(line: Line): string {
  const [from, to] = line.direction === 'in' ? ['counterpart', line.node] : [line.node, 'counterpart'];
  return `${line.title}: ${line.services.join(', ')}, ${from} to ${to}, ${line.port.toUpperCase()}`;
}

function Rows({
  lines,
  word,
  icon,
}: {
  readonly lines: readonly Line[];
  readonly word: string;
  readonly icon: 'plus' | 'minus' | 'pen';
}) {
  return lines.slice(0, listedAtOnce).map((line) => (
    <li key={`${word} ${line.id}`} className={`row-${word}`}>
      <Icon name={icon} /> <b>{word}</b> <span>{rowWords(line)}</span>
    </li>
  ));
}

/** The rows that came, went or changed, by name. */
export function RowChangeList({ changes }: { readonly changes: RowChanges }) {
  const { came, went, changed } = changes;
  const left = [came, went, changed].reduce((sum, rows) => sum + Math.max(0, rows.length - listedAtOnce), 0);
  return (
    <ul className="row-changes">
      <Rows lines={came} word="came" icon="plus" />
      <Rows lines={went} word="went" icon="minus" />
      <Rows lines={changed} word="changed" icon="pen" />
      {left === 0 ? null : <li className="dim">and {left} more</li>}
    </ul>
  );
}
