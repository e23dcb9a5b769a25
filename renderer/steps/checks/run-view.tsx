import { useMemo, useState } from 'react';
import { Act } from '../../components/act.tsx';
import { Banner, ProblemBanner } from '../../components/banner.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import type { Segment } from '../../components/segments.tsx';
import { Segments } from '../../components/segments.tsx';
import { Strip } from '../../components/strip.tsx';
import { plural } from '../../components/words.ts';
import type { RunState } from '../../state/state.ts';
import { observedCount } from '../../state/run-progress.ts';
import { useOpen } from '../../state/use-app.ts';
import { CheckDetails } from './check-details.tsx';
import type { CheckRow, RowState } from './check-rows.ts';
import { barOfRow, byVerdict, countRows, rowsOf } from './check-rows.ts';
import { FlowPicture } from './flow-picture.tsx';
import { lanesOf } from './lanes.ts';
import { CheckTable } from './check-table.tsx';
import { WatchPanel } from './watch-panel.tsx';
import type { WhatToRun } from './what-to-run.tsx';
import { t } from '../../i18n/t.ts';

type Filter = RowState | 'all';
type ShownRun = Exclude<RunState, { kind: 'not-run' }>;

const rowsAtOnce = 500;

function filtersOf(rows: readonly CheckRow[]): Segment<Filter>[] {
  const counts = countRows(rows);
  const all: Segment<Filter>[] = [
    { value: 'all', label: t('All {{count}}', { count: rows.length }) },
    { value: 'fail', label: t('{{fail}} fail', { fail: counts.fail }), icon: 'fail', tone: 'tone-fail' },
    {
      value: 'inconclusive',
      label: t('{{inconclusive}} inconclusive', { inconclusive: counts.inconclusive }),
      icon: 'inconclusive',
      tone: 'tone-unsure',
    },
    { value: 'pass', label: t('{{pass}} pass', { pass: counts.pass }), icon: 'confirmed', tone: 'tone-pass' },
    {
      value: 'running',
      label: t('{{running}} running', { running: counts.running }),
      icon: 'running',
      tone: 'tone-running',
    },
    { value: 'not-run', label: `${counts['not-run']} not run`, icon: 'not-run', tone: 'tone-idle' },
    {
      value: 'waiting',
      label: t('{{waiting}} waiting', { waiting: counts.waiting }),
      icon: 'not-run',
      tone: 'tone-idle',
    },
  ];
  return all.filter(({ value }) => value === 'all' || counts[value] > 0);
}

function Progress({
  run,
  rows,
  onAgain,
}: {
  readonly run: ShownRun;
  readonly rows: readonly CheckRow[];
  readonly onAgain: (what: WhatToRun) => void;
}) {
  const { open, acts } = useOpen();
  // What did not run saw nothing: it is never counted as done; nor what could not be tried, when the run broke off.
  const done =
    run.kind === 'failed'
      ? observedCount(run.progress)
      : rows.filter((row) => row.record !== null && row.state !== 'not-run').length;
  const says = Object.entries(run.progress.says).map(([node, words]) => `${node}: ${words}`);
  const running = run.kind === 'running';
  return (
    <>
      <ScreenTop
        title={
          running
            ? t('Checks are running')
            : run.kind === 'finished' && run.cancelled
              ? t('Checks were cancelled')
              : t('Checks')
        }
        acts={
          running ? (
            run.cancelling ? (
              <span className="sub">Cancelling, {done} kept</span>
            ) : (
              <Act icon="stop" onAct={() => void acts.cancelRun()}>
                Cancel, keep {done}
              </Act>
            )
          ) : (
            <span className="row-acts">
              {open.report.kind === 'signed' && rows.some(({ state }) => state !== 'pass') ? (
                <Act onAct={() => onAgain('not-passing')}>{t('Run failed again')}</Act>
              ) : null}
              {rows.some(({ state }) => state !== 'pass') ? (
                <Act onAct={() => onAgain('watch')}>{t('Watch what is red')}</Act>
              ) : null}
              <Act icon="rerun" onAct={() => onAgain('all')}>
                {t('Run again')}
              </Act>
            </span>
          )
        }
      >
        <span className="big-count">{done}</span> of {plural(rows.length, 'check')}
        {run.kind === 'failed' ? t(' saw something') : ''}
        {running && says.length > 0 ? ` · ${says.join(' · ')}` : ''}
      </ScreenTop>
      <Strip bars={rows.map(barOfRow)} />
    </>
  );
}

function EndBanner({ run }: { readonly run: ShownRun }) {
  if (run.kind === 'failed') return <ProblemBanner problem={run.problem} />;
  if (run.kind !== 'finished') return null;
  const unreached = run.progress.nodes.filter((node) => node.failure !== null);
  return unreached.map((node) => (
    <Banner
      key={node.name}
      tone="fail"
      icon="fail"
      title={t('{{name}} was not checked', { name: node.name })}
      alert
    >
      <p>{node.failure}</p>
    </Banner>
  ));
}

/** A run, live and afterwards: count, strip, table, and the details of one check. */
export function RunView({
  run,
  onAgain,
}: {
  readonly run: ShownRun;
  readonly onAgain: (what: WhatToRun) => void;
}) {
  const { open, preview } = useOpen();
  const { watch } = open;
  const [filter, setFilter] = useState<Filter>('all');
  const [chosen, setChosen] = useState<string | null>(null);
  const ended = run.kind !== 'running';
  const rules = preview.rules.rules;
  const rows = useMemo(() => rowsOf(run.progress, rules, ended), [run.progress, rules, ended]);
  // Sorted only when nothing moves any more: a row keeps its place while the run goes on.
  const sorted = ended ? byVerdict(rows) : rows;
  const filters = filtersOf(rows);
  const active = filters.some((one) => one.value === filter) ? filter : 'all';
  const shown = sorted.filter((row) => active === 'all' || row.state === active);
  const lanes = useMemo(() => lanesOf(rows), [rows]);
  const record = chosen === null ? null : (run.progress.records[chosen] ?? null);
  const chosenEntry = rules.find((rule) => rule.id === record?.rule)?.entry ?? null;
  return (
    <div className={record === null ? 'split-none' : 'split'}>
      <div className="screen">
        {watch === null ? (
          <Progress run={run} rows={rows} onAgain={onAgain} />
        ) : (
          <WatchPanel
            watch={watch}
            rows={rows}
            running={run.kind === 'running'}
            cancelling={run.kind === 'running' && run.cancelling}
          />
        )}
        <EndBanner run={run} />
        {rows.length === 0 ? (
          <p className="sub">
            {ended
              ? t('Nothing was checked.')
              : t('Connecting. The list appears when the nodes have answered.')}
          </p>
        ) : (
          <>
            <FlowPicture lanes={lanes} chosen={chosenEntry} onChoose={setChosen} />
            <div className="box">
              <div className="filter-bar">
                <Segments name="Show" segments={filters} chosen={active} onChoose={setFilter} />
              </div>
              <CheckTable rows={shown.slice(0, rowsAtOnce)} chosen={chosen} onChoose={setChosen} />
              {shown.length > rowsAtOnce ? (
                <p className="table-foot">
                  The first {rowsAtOnce} of {shown.length}. Choose a state above to see the others.
                </p>
              ) : null}
            </div>
          </>
        )}
      </div>
      {record === null ? null : (
        <CheckDetails
          record={record}
          rule={rules.find((rule) => rule.id === record.rule)}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}
