import { useMemo, useState } from 'react';
import { Banner, ProblemBanner } from '../../components/banner.tsx';
import { t } from '../../i18n/t.ts';
import { observedCount } from '../../state/run-progress.ts';
import { useOpen } from '../../state/use-app.ts';
import type { Settling } from '../report/settle-form.tsx';
import { CheckDetails } from './check-details.tsx';
import type { GroupBy } from './check-list.ts';
import { idsIn } from './check-list.ts';
import type { CheckRow } from './check-rows.ts';
import { countRows, rowMaker } from './check-rows.ts';
import type { RowAct } from './check-table.tsx';
import { CheckTable } from './check-table.tsx';
import { FlowPicture } from './flow-picture.tsx';
import { lanesOf } from './lanes.ts';
import type { Filter } from './list-bar.tsx';
import { filtersOf, ListBar } from './list-bar.tsx';
import { NodePanel } from './node-panel.tsx';
import { PracticeTask } from './practice-task.tsx';
import type { Again } from './run-again.ts';
import { RunButtons } from './run-buttons.tsx';
import type { ShownRun } from './run-top.tsx';
import { RunTop } from './run-top.tsx';
import { useArranged } from './use-arranged.ts';
import { useShiftF5 } from './use-shift-f5.ts';
import { WatchPanel } from './watch-panel.tsx';
import type { WhatToRun } from './what-to-run.tsx';

/** The check whose details are open, and what a key asked of it. */
interface Opened {
  readonly id: string;
  readonly settling: Settling | null;
}

/** What did not run saw nothing: it is never counted as done; nor what could not be tried, when the run broke off. */
function doneIn(run: ShownRun, rows: readonly CheckRow[]): number {
  if (run.kind === 'failed') return observedCount(run.progress);
  return rows.filter((row) => row.record !== null && row.state !== 'not-run').length;
}

/** The row whose details were open takes the focus again, or the table's way in. */
function focusRow(id: string | null): void {
  const rows = [...document.querySelectorAll<HTMLElement>('.check-table tr[data-row]')];
  const row = rows.find((one) => one.dataset['id'] === id) ?? rows.find((one) => one.tabIndex === 0);
  row?.focus({ preventScroll: true });
}

/** A run, live and afterwards: count, strip, picture, table, and the details of one check. */
export function RunView({
  run,
  onAgain,
  onAsk,
}: {
  readonly run: ShownRun;
  readonly onAgain: (again: Again) => void;
  readonly onAsk: (what: WhatToRun) => void;
}) {
  const { open, preview } = useOpen();
  const [screen, setScreen] = useState<HTMLElement | null>(null);
  const [filter, setFilter] = useState<Filter>('all');
  const [text, setText] = useState('');
  const [group, setGroup] = useState<GroupBy>('verdict');
  const [opened, setOpened] = useState<Opened | null>(null);
  const [held, setHeld] = useState(false);
  const [makeRows] = useState(rowMaker);
  const ended = run.kind !== 'running';
  const rules = preview.rules.rules;
  const rows = useMemo(() => makeRows(run.progress, rules, ended), [makeRows, run.progress, rules, ended]);
  const counts = useMemo(() => countRows(rows), [rows]);
  const filters = filtersOf(counts, rows.length);
  const state = filters.some((one) => one.value === filter) ? filter : 'all';
  const { items, waits } = useArranged(rows, { group, state, text }, { held, running: !ended });
  const lanes = useMemo(() => lanesOf(rows), [rows]);
  const ids = useMemo(() => idsIn(items), [items]);
  const done = doneIn(run, rows);
  useShiftF5();

  const record = opened === null ? null : (run.progress.records[opened.id] ?? null);
  const rule = rules.find(({ id }) => id === record?.rule);
  const close = (): void => {
    const id = opened?.id ?? null;
    setOpened(null);
    // When the details are gone.
    setTimeout(() => focusRow(id), 0);
  };
  const step = (by: 1 | -1): (() => void) | null => {
    const next = record === null ? undefined : ids[ids.indexOf(record.id) + by];
    if (next === undefined || run.progress.records[next] === undefined) return null;
    return () => setOpened({ id: next, settling: null });
  };
  const again = (id: string): void => onAgain({ kind: 'these', checks: [id] });
  const onRow = ({ id, record: seen, state: now }: CheckRow, act: RowAct): void => {
    if (act === 'again') {
      if (ended) again(id);
    } else if (seen !== null) {
      const settling = act === 'details' || now === 'pass' ? null : act;
      setOpened({ id, settling });
    }
  };
  return (
    <div className={record === null ? 'checks' : 'checks with-details'}>
      <div className="screen" ref={setScreen}>
        {open.watch === null ? (
          <RunTop
            run={run}
            rows={rows}
            done={done}
            acts={<RunButtons run={run} rows={rows} done={done} onAgain={onAgain} onAsk={onAsk} />}
          />
        ) : (
          <WatchPanel
            watch={open.watch}
            rows={rows}
            running={!ended}
            cancelling={run.kind === 'running' && run.cancelling}
          />
        )}
        {ended && run.progress.rulesKey !== preview.rulesKey ? (
          <Banner tone="unsure" icon="stale" title={t('The site changed since this run')}>
            <p>{t('What stands below is about the site as it was then.')}</p>
          </Banner>
        ) : null}
        {run.kind === 'failed' ? <ProblemBanner problem={run.problem} /> : null}
        {open.opened.practice === 'blocked' && run.kind === 'finished' ? <PracticeTask rows={rows} /> : null}
        <NodePanel run={run} />
        {rows.length === 0 ? (
          <p className="sub">
            {ended
              ? t('Nothing was checked.')
              : t('Connecting. The list appears when the nodes have answered.')}
          </p>
        ) : (
          <>
            <FlowPicture
              lanes={lanes}
              chosen={rule?.entry ?? null}
              onChoose={(id) => setOpened({ id, settling: null })}
            />
            <div className="box check-box">
              <ListBar
                filters={filters}
                filter={state}
                onFilter={setFilter}
                text={text}
                onText={setText}
                group={group}
                onGroup={setGroup}
                shown={ids.length}
                waits={waits}
              />
              {items.length === 0 ? (
                <p className="table-foot">{t('No check has these words in it.')}</p>
              ) : (
                <CheckTable
                  items={items}
                  chosen={record?.id ?? null}
                  screen={screen}
                  onAct={onRow}
                  onHold={setHeld}
                />
              )}
            </div>
          </>
        )}
      </div>
      {record === null || opened === null ? null : (
        <CheckDetails
          key={`${record.id} ${opened.settling ?? ''}`}
          record={record}
          rule={rule}
          first={opened.settling}
          onClose={close}
          onLeave={() => setOpened(null)}
          onStep={{ up: step(-1), down: step(1) }}
          onAgain={ended ? () => again(record.id) : null}
        />
      )}
    </div>
  );
}
