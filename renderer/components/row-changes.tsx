import type { Line } from '../../shared/rules/lines.ts';
import type { RowChanges } from '../state/row-changes.ts';
import { isNoChange } from '../state/row-changes.ts';
import { Icon } from './icon.tsx';
import { said } from '../i18n/said.ts';
import { t, tn } from '../i18n/t.ts';

const listedAtOnce = 8;

/** `3 rows came, 1 row went`. */
export function changeWords(changes: RowChanges): string {
  if (isNoChange(changes)) return t('no row came or went');
  const { came, went, changed } = changes;
  return [
    came.length === 0 ? '' : tn('{{count}} row came', '{{count}} rows came', came.length),
    went.length === 0 ? '' : tn('{{count}} row went', '{{count}} rows went', went.length),
    changed.length === 0 ? '' : tn('{{count}} row changed', '{{count}} rows changed', changed.length),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

function rowWords(line: Line): string {
  const values = {
    title: said(line.title),
    services: line.services.join(', '),
    node: line.node,
    port: line.port.toUpperCase(),
  };
  return line.direction === 'in'
    ? t('{{title}}: {{services}}, counterpart to {{node}}, {{port}}', values)
    : t('{{title}}: {{services}}, {{node}} to counterpart, {{port}}', values);
}

function Rows({
  lines,
  kind,
  word,
  icon,
}: {
  readonly lines: readonly Line[];
  readonly kind: keyof RowChanges;
  readonly word: string;
  readonly icon: 'plus' | 'minus' | 'pen';
}) {
  return lines.slice(0, listedAtOnce).map((line) => (
    <li key={`${kind} ${line.id}`} className={`row-${kind}`}>
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
      <Rows lines={came} kind="came" word={t('came')} icon="plus" />
      <Rows lines={went} kind="went" word={t('went')} icon="minus" />
      <Rows lines={changed} kind="changed" word={t('changed')} icon="pen" />
      {left === 0 ? null : <li className="dim">{t('and {{count}} more', { count: left })}</li>}
    </ul>
  );
}
