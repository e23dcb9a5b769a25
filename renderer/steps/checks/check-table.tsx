import { Icon } from '../../components/icon.tsx';
import { useRoving } from '../../components/roving.ts';
import { ObservationWord } from '../../components/state-words.tsx';
import { PortTag } from '../../components/tags.tsx';
import { duration } from '../../components/words.ts';
import type { CheckRow } from './check-rows.ts';
import { t } from '../../i18n/t.ts';

function StateCell({ row }: { readonly row: CheckRow }) {
  if (row.record !== null)
    return <ObservationWord observation={row.record.observation} verdict={row.record.verdict} />;
  return row.state === 'running' ? (
    <span className="state tone-running">
      <Icon name="running" className="turning" />
      running
    </span>
  ) : (
    <span className="state tone-idle">
      <Icon name="not-run" />
      {row.state}
    </span>
  );
}

function answerWords({ record, attempt }: CheckRow): string {
  const last = record?.attempts.at(-1);
  if (last !== undefined) return duration(last.ms);
  return attempt > 1 ? `try ${attempt}` : '';
}

/** Every check of the run; rows keep their place and height. */
export function CheckTable({
  rows,
  chosen,
  onChoose,
}: {
  readonly rows: readonly CheckRow[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}) {
  const roving = useRoving((index) => {
    const row = rows[index];
    if (row !== undefined) onChoose(row.id);
  });
  return (
    <table className="table check-table" aria-label={t('Checks')}>
      <colgroup>
        <col style={{ width: 136 }} />
        <col />
        <col />
        <col style={{ width: 84 }} />
        <col style={{ width: 72 }} />
        <col style={{ width: 72 }} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('State')}</th>
          <th scope="col">{t('Rule')}</th>
          <th scope="col">{t('Target')}</th>
          <th scope="col">{t('Service')}</th>
          <th scope="col">{t('From')}</th>
          <th scope="col" className="num">
            {t('Answer')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr
            key={row.id}
            data-row
            className={row.id === chosen ? 'selected' : ''}
            {...(row.id === chosen ? { 'aria-current': true } : {})}
            {...roving.row(index)}
            onClick={() => onChoose(row.id)}
          >
            <td>
              <StateCell row={row} />
            </td>
            <td>{row.title}</td>
            <td className="mono wrap">{row.target}</td>
            <td className="mono">{row.service}</td>
            <td>
              {row.from === 'laptop' ? (
                'laptop'
              ) : typeof row.from === 'object' ? (
                row.from.peer
              ) : (
                <PortTag port={row.from} />
              )}
            </td>
            <td className="num mono">{answerWords(row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
