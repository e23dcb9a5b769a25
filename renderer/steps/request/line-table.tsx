import { useState } from 'react';
import type { NumberedLine, Today } from '../../../shared/documents/change-request/facts.ts';
import { Act } from '../../components/act.tsx';
import { Icon } from '../../components/icon.tsx';
import { useRoving } from '../../components/roving.ts';
import { BasisTag, PortTag } from '../../components/tags.tsx';
import type { Preview } from '../../state/preview.ts';
import { useOpen } from '../../state/use-app.ts';
import { LineWhy } from './line-why.tsx';
import {
  changeWord,
  counterpartsOf,
  levelWords,
  nodeSideOf,
  partyWords,
  serviceWords,
} from './line-words.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';

const shownAtOnce = 200;

/** Whom to ask for a missing address. */
export function whomToAsk({ line }: NumberedLine, preview: Preview): string {
  const { catalog } = preview;
  const roles = catalog.entries.find((one) => one.id === line.entry)?.roles ?? [];
  const vendor = roles.some((role) => catalog.roles[role]?.knownBy === 'vendor');
  return vendor ? said(catalog.vendorContact) : t('the customer');
}

function Addresses({ each }: { readonly each: NumberedLine }) {
  const { preview } = useOpen();
  const parties = counterpartsOf(each.line);
  if (parties.length === 0)
    return (
      <span className="state tone-unsure">
        <Icon name="inconclusive" /> {t('address missing: ask {{whom}}', { whom: whomToAsk(each, preview) })}
      </span>
    );
  return <span className="mono wrap sub">{parties.map(partyWords).join(', ')}</span>;
}

function standingWords(today: Today): string {
  switch (today) {
    case 'blocked':
      return t('blocked');
    case 'not-tested':
      return t('not tested');
    case 'in-part':
      return t('open in part');
  }
}

/** What a delta does with the row, or how it stood when it was checked. */
function StandingTag({ each: { change, today } }: { readonly each: NumberedLine }) {
  const words =
    change.kind !== 'permit' ? changeWord(change.kind) : today === null ? null : standingWords(today);
  return words === null ? null : <span className="tag standing">{words}</span>;
}

interface RowProps {
  readonly each: NumberedLine;
  readonly opened: boolean;
  readonly selected: boolean;
  readonly denied: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
  /** Null: nothing is being tried. */
  readonly onDeny: (() => void) | null;
  readonly roving: ReturnType<ReturnType<typeof useRoving>['row']>;
}

function Row({ each, opened, selected, denied, onSelect, onToggle, onDeny, roving }: RowProps) {
  const { line, number, farName } = each;
  const far = said(farName);
  const [from, to] = line.direction === 'in' ? [far, line.node] : [line.node, far];
  const title = said(line.title);
  const missing = counterpartsOf(line).length === 0;
  const looks = [
    opened ? 'opened' : '',
    selected ? 'selected' : '',
    missing ? 'missing-row' : '',
    denied ? 'denied' : '',
  ];
  return (
    <>
      <tr
        data-row
        aria-selected={selected}
        className={looks.filter((look) => look !== '').join(' ')}
        {...roving}
        onFocus={(event) => {
          roving.onFocus();
          if (event.target === event.currentTarget) onSelect();
        }}
        onClick={onSelect}
      >
        <td className="sub">{number}</td>
        <td>
          {from} <Icon name="right" />
          <span className="unseen"> {t('to')} </span> {to}
          <StandingTag each={each} />
          {denied ? (
            <span className="state tone-fail denied-word">
              <Icon name="fail" /> {t('denied')}
            </span>
          ) : null}
          <br />
          <Addresses each={each} />
        </td>
        <td className="mono wrap">
          {serviceWords(line)}
          {line.group === null ? null : <span className="line-2">{t('any of these')}</span>}
        </td>
        <td>
          <PortTag port={line.port} /> <BasisTag basis={line.portBasis} />
          <span className="line-2 mono wrap">
            {nodeSideOf(line).map(partyWords).join(', ') || t('address missing')}
          </span>
        </td>
        <td>
          {title}
          <span className="line-2">{levelWords(line.level)}</span>
        </td>
        <td className="num">
          {onDeny === null ? (
            <Act
              size="sm"
              look="flat"
              icon={opened ? 'up' : 'down'}
              label={t('Why row {{number}}, {{title}}', { number, title })}
              expanded={opened}
              onAct={onToggle}
            />
          ) : (
            <input
              type="checkbox"
              className="deny-box"
              aria-label={t('Deny row {{number}}, {{title}}', { number, title })}
              checked={denied}
              onChange={onDeny}
            />
          )}
        </td>
      </tr>
      {opened ? (
        <tr className="opened">
          <td colSpan={6}>
            <LineWhy line={line} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The rows of the request, numbered as in its documents. The row with the focus is the one that the preview marks. */
export function LineTable({
  lines,
  selected,
  onSelect,
  denied,
  onDeny,
}: {
  readonly lines: readonly NumberedLine[];
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  /** Line ids that are tried out as denied; null: nothing is being tried. */
  readonly denied: ReadonlySet<string> | null;
  readonly onDeny: (id: string) => void;
}) {
  const [opened, setOpened] = useState<string | null>(null);
  const [limit, setLimit] = useState(shownAtOnce);
  const toggle = (id: string): void => setOpened(opened === id ? null : id);
  const shown = lines.slice(0, limit);
  const ruleCount = lines.reduce((sum, { line }) => sum + line.rules.length, 0);
  const roving = useRoving((index, key) => {
    const id = shown[index]?.line.id;
    if (id === undefined) return;
    if (denied !== null && key === ' ') onDeny(id);
    else toggle(id);
  });
  if (lines.length === 0)
    return <p className="sub">{t('No rules yet. Switch a feature on, or add a rule of the site’s own.')}</p>;
  return (
    <div className="box">
      <table className="table line-table" aria-label={t('Rows of the request')}>
        <colgroup>
          <col className="line-number" />
          <col />
          <col className="line-service" />
          <col className="line-port" />
          <col className="line-why" />
          <col className="line-act" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('Who starts → who answers')}</th>
            <th scope="col">{t('Service')}</th>
            <th scope="col">{t('Node’s port')}</th>
            <th scope="col">{t('Why')}</th>
            <th scope="col">
              <span className={denied === null ? 'unseen' : ''}>
                {denied === null ? t('Open') : t('Deny')}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((each, index) => (
            <Row
              key={each.line.id}
              each={each}
              opened={opened === each.line.id}
              selected={selected === each.line.id}
              denied={denied?.has(each.line.id) === true}
              onSelect={() => onSelect(each.line.id)}
              onToggle={() => toggle(each.line.id)}
              onDeny={denied === null ? null : () => onDeny(each.line.id)}
              roving={roving.row(index)}
            />
          ))}
        </tbody>
      </table>
      <div className="table-foot">
        <span>
          {t('Rows 1 to {{shown}} of {{all}}', { shown: shown.length, all: lines.length })}
          {'. '}
          {tn(
            'They stand for {{count}} rule: one service, one direction and one counterpart’s role each.',
            'They stand for {{count}} rules: one service, one direction and one counterpart’s role each.',
            ruleCount,
          )}
        </span>
        {shown.length < lines.length ? (
          <Act size="sm" onAct={() => setLimit(limit + shownAtOnce)}>
            {t('Show more')}
          </Act>
        ) : null}
        <span className="dim">
          <kbd>{t('Space')}</kbd>{' '}
          {denied === null ? t('opens a row’s why') : t('denies a row, Enter opens its why')}
        </span>
      </div>
    </div>
  );
}
