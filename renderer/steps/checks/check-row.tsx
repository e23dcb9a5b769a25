import type { ReactNode } from 'react';
import { memo } from 'react';
import { Icon } from '../../components/icon.tsx';
import { ObservationWord } from '../../components/state-words.tsx';
import { PortTag } from '../../components/tags.tsx';
import { duration } from '../../components/words.ts';
import { currentLanguage, t, tn } from '../../i18n/t.ts';
import type { ListItem } from './check-list.ts';
import type { CheckRow } from './check-rows.ts';

/** Elements that are the same in thousands of rows, made once for each language. */
const made = new Map<string, ReactNode>();

function once(key: string, make: () => ReactNode): ReactNode {
  const whole = `${currentLanguage()} ${key}`;
  const found = made.get(whole) ?? make();
  made.set(whole, found);
  return found;
}

/** The icon and the word of a check's state. */
function stateCell({ record, state }: CheckRow): ReactNode {
  if (record !== null)
    return once(`${record.observation} ${record.verdict}`, () => (
      <ObservationWord observation={record.observation} verdict={record.verdict} />
    ));
  if (state === 'running')
    return once('running', () => (
      <span className="state tone-running">
        <Icon name="running" className="turning" />
        {t('running')}
      </span>
    ));
  return once(state, () => (
    <span className="state tone-idle">
      <Icon name="not-run" />
      {state === 'waiting' ? t('waiting') : t('not-run')}
    </span>
  ));
}

function answerWords({ record, attempt }: CheckRow): string {
  const last = record?.attempts.at(-1);
  if (last !== undefined) return duration(last.ms);
  return attempt > 1 ? t('try {{attempt}}', { attempt }) : '';
}

/** Where a check starts, as a tag or in words. */
function fromCell(from: CheckRow['from']): ReactNode {
  if (from === 'laptop') return once('laptop', () => <span>{t('laptop')}</span>);
  return typeof from === 'object' ? <span>{from.peer}</span> : once(from, () => <PortTag port={from} />);
}

interface LineProps {
  readonly index: number;
  readonly start: number;
  /** Place in the whole table, from 1; the head is the first. */
  readonly place: number;
}

interface CheckLineProps extends LineProps {
  readonly row: CheckRow;
  readonly chosen: boolean;
  /** The one row of the table that Tab reaches. */
  readonly current: boolean;
}

/** A check in the table. What is pressed on it is heard by the table's body. */
export const CheckLine = memo(function CheckLine({
  row,
  index,
  start,
  place,
  chosen,
  current,
}: CheckLineProps) {
  return (
    <tr
      role="row"
      aria-rowindex={place}
      data-row
      data-index={index}
      data-id={row.id}
      className={chosen ? 'selected' : ''}
      {...(chosen ? { 'aria-current': true } : {})}
      tabIndex={current ? 0 : -1}
      style={{ transform: `translateY(${start}px)` }}
    >
      <td role="cell">{stateCell(row)}</td>
      <td role="cell" className="cut" title={row.title}>
        {row.title}
      </td>
      <td role="cell" className="mono cut" title={row.target}>
        {row.target}
      </td>
      <td role="cell" className="mono">
        {row.service}
      </td>
      <td role="cell" className="cut">
        {fromCell(row.from)}
      </td>
      <td role="cell" className="num mono">
        {answerWords(row)}
      </td>
    </tr>
  );
});

function countsInWords({
  fail,
  inconclusive,
  pass,
  running,
  waiting,
  'not-run': notRun,
}: (ListItem & { kind: 'group' })['counts']): string {
  return [
    fail > 0 ? t('{{count}} fail', { count: fail }) : '',
    inconclusive > 0 ? t('{{count}} inconclusive', { count: inconclusive }) : '',
    pass > 0 ? t('{{count}} pass', { count: pass }) : '',
    running > 0 ? t('{{count}} running', { count: running }) : '',
    waiting > 0 ? t('{{count}} waiting', { count: waiting }) : '',
    notRun > 0 ? t('{{count}} not run', { count: notRun }) : '',
  ]
    .filter((words) => words !== '')
    .join(' · ');
}

/** The name of a group, above its checks. */
export const GroupLine = memo(function GroupLine({
  item,
  start,
  place,
}: LineProps & { readonly item: ListItem & { readonly kind: 'group' } }) {
  const total = Object.values(item.counts).reduce((sum, count) => sum + count, 0);
  return (
    <tr
      role="row"
      aria-rowindex={place}
      className="group-line"
      style={{ transform: `translateY(${start}px)` }}
    >
      <td role="cell" aria-colspan={6}>
        <b className="cut" title={item.title}>
          {item.title}
        </b>{' '}
        <span className="sub small">
          {tn('{{count}} check', '{{count}} checks', total)} · {countsInWords(item.counts)}
        </span>
      </td>
    </tr>
  );
});
