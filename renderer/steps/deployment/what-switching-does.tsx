import type { Line } from '../../../shared/rules/lines.ts';
import { Icon } from '../../components/icon.tsx';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import type { RowChanges } from '../../state/row-changes.ts';

const listedAtOnce = 6;

function rowWords(line: Line): string {
  const values = {
    title: said(line.title),
    services: line.services.join(', '),
    port: line.port.toUpperCase(),
  };
  return line.direction === 'in'
    ? t('{{title}}: {{services}} in, by {{port}}', values)
    : t('{{title}}: {{services}} out, by {{port}}', values);
}

function Rows({
  lines,
  icon,
  head,
}: {
  readonly lines: readonly Line[];
  readonly icon: 'plus' | 'minus' | 'pen';
  readonly head: string;
}) {
  if (lines.length === 0) return null;
  return (
    <div>
      <h3>
        <Icon name={icon} /> {head}
      </h3>
      <ul>
        {lines.slice(0, listedAtOnce).map((line) => (
          <li key={line.id}>{rowWords(line)}</li>
        ))}
        {lines.length > listedAtOnce ? (
          <li className="dim">{t('and {{count}} more', { count: lines.length - listedAtOnce })}</li>
        ) : null}
      </ul>
    </div>
  );
}

/** Before the mode is switched: which rows of the request would come and go. */
export function WhatSwitchingDoes({
  mode,
  changes,
}: {
  /** The one that is not chosen. */
  readonly mode: string;
  readonly changes: RowChanges;
}) {
  const { came, went, changed } = changes;
  return (
    <details className="box what-switching">
      <summary>{t('Which rows change when you switch to {{mode}}', { mode })}</summary>
      <div className="what-rows">
        <Rows lines={went} icon="minus" head={tn('{{count}} row goes', '{{count}} rows go', went.length)} />
        <Rows lines={came} icon="plus" head={tn('{{count}} row comes', '{{count}} rows come', came.length)} />
        <Rows
          lines={changed}
          icon="pen"
          head={tn('{{count}} row changes', '{{count}} rows change', changed.length)}
        />
        {came.length + went.length + changed.length === 0 ? (
          <p className="sub">{t('No row comes or goes yet: no address is given.')}</p>
        ) : null}
      </div>
    </details>
  );
}
