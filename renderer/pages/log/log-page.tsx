import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LogLevel, LogLine, LogView } from '../../../shared/ipc/log-calls.ts';
import { Act } from '../../components/act.tsx';
import { Banner, ProblemBanner } from '../../components/banner.tsx';
import type { IconName } from '../../components/icon.tsx';
import { Icon } from '../../components/icon.tsx';
import { LineList } from '../../components/line-list.tsx';
import { Page } from '../../components/page.tsx';
import { ScreenTop } from '../../components/screen.tsx';
import type { Segment } from '../../components/segments.tsx';
import { Segments } from '../../components/segments.tsx';
import { useLate } from '../../components/use-late.ts';
import { useTask } from '../../components/use-task.ts';
import { said } from '../../i18n/said.ts';
import { t, tn } from '../../i18n/t.ts';
import { useApp } from '../../state/use-app.ts';
import type { LevelFilter } from './log-text.ts';
import { filterLines, levelWord, textOf, wholeLine } from './log-text.ts';

const looks: Readonly<Record<LogLevel, { readonly icon: IconName; readonly tone: string }>> = {
  error: { icon: 'fail', tone: 'tone-fail' },
  warning: { icon: 'inconclusive', tone: 'tone-unsure' },
  info: { icon: 'info', tone: 'tone-idle' },
};

function segmentsOf(lines: readonly LogLine[]): Segment<LevelFilter>[] {
  const count = (level: LogLevel): number => lines.filter((line) => line.level === level).length;
  return [
    { value: 'all', label: t('All {{count}}', { count: lines.length }) },
    { value: 'error', label: tn('{{count}} error', '{{count}} errors', count('error')), ...looks.error },
    {
      value: 'warning',
      label: tn('{{count}} warning', '{{count}} warnings', count('warning')),
      ...looks.warning,
    },
    { value: 'info', label: tn('{{count}} note', '{{count}} notes', count('info')), ...looks.info },
  ];
}

function Line({
  line,
  stop,
  copied,
  onCopy,
}: {
  readonly line: LogLine;
  readonly stop: boolean;
  readonly copied: boolean;
  readonly onCopy: () => void;
}) {
  const { icon, tone } = looks[line.level];
  return (
    <div className="log-line">
      <span className="mono small sub">{line.at.slice(0, 19).replace('T', ' ')}</span>
      <span className={`small ${tone}`}>
        <Icon name={icon} /> {levelWord(line.level)}
      </span>
      <span className="mono small wrap">{textOf(line)}</span>
      <button
        type="button"
        className="act flat sm square"
        tabIndex={stop ? 0 : -1}
        aria-label={t('Copy the line of {{at}}', { at: line.at })}
        title={t('Copy this line')}
        onClick={onCopy}
      >
        <Icon name={copied ? 'confirmed' : 'copy'} />
      </button>
    </div>
  );
}

function Lines({ view }: { readonly view: LogView }) {
  const [level, setLevel] = useState<LevelFilter>('all');
  const [asked, setAsked] = useState('');
  const [says, setSays] = useState('');
  const [copied, setCopied] = useState<LogLine | null>(null);
  const shown = filterLines(view.lines, level, asked);
  const copy = async (line: LogLine): Promise<void> => {
    try {
      await navigator.clipboard.writeText(wholeLine(line));
      setCopied(line);
      setSays(t('The line is copied.'));
    } catch {
      setSays(t('Not copied: mark the text and press Ctrl C'));
    }
  };
  return (
    <>
      <div className="filter-bar">
        <Segments
          name={t('Show')}
          segments={segmentsOf(view.lines)}
          chosen={level}
          onChoose={(next) => {
            setLevel(next);
            setSays('');
          }}
        />
        <label className="find">
          <Icon name="search" />
          <span className="unseen">{t('Find in the log')}</span>
          <input
            type="search"
            value={asked}
            placeholder={t('Find')}
            onChange={(event) => {
              setAsked(event.currentTarget.value);
              setSays('');
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || asked === '') return;
              event.stopPropagation();
              setAsked('');
            }}
          />
        </label>
        <span className="small sub find-says" role="status">
          {says !== '' ? says : tn('{{count}} line', '{{count}} lines', shown.length)}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="sub">{t('No line has this.')}</p>
      ) : (
        <div className="box">
          <LineList
            name={t('Lines of the log, the newest first')}
            count={shown.length}
            line={(index, stop) => {
              const line = shown[index];
              return line === undefined ? null : (
                <Line line={line} stop={stop} copied={line === copied} onCopy={() => void copy(line)} />
              );
            }}
          />
        </div>
      )}
      {view.older === 0 ? null : (
        <p className="small sub">
          {tn(
            '{{count}} older line is in the folder.',
            '{{count}} older lines are in the folder.',
            view.older,
          )}
        </p>
      )}
      {view.unreadable === 0 ? null : (
        <p className="small sub">
          {tn(
            '{{count}} line cannot be understood: it was cut off, or another version wrote it.',
            '{{count}} lines cannot be understood: they were cut off, or another version wrote them.',
            view.unreadable,
          )}
        </p>
      )}
    </>
  );
}

/** What the program did, as it stands on the disk. */
export function LogPage({ header }: { readonly header: ReactNode }) {
  const { acts } = useApp();
  const log = useTask(() => acts.readLog());
  const folder = useTask<null>();
  const reading = useLate(log.busy);
  const { value } = log;
  return (
    <Page header={header} says={t('Kept on this computer only. Nothing of it is sent by the program.')}>
      <div className="screen wide">
        <ScreenTop title={t('Log')}>
          {t(
            'What the program did, the newest first. Names, addresses and what was typed are not in it: node-1 and address-2 stand for them.',
          )}
        </ScreenTop>
        <div className="row-acts log-acts">
          <Act look="filled" onAct={() => acts.page('bundle')}>
            {t('Make a support bundle')}
          </Act>
          <Act icon="folder" onAct={() => folder.run(acts.showLogFolder)}>
            {t('Open the folder')}
          </Act>
          <Act icon="rerun" onAct={() => log.run(acts.readLog)}>
            {t('Read again')}
          </Act>
        </div>
        {log.problem === null ? null : <ProblemBanner problem={log.problem} />}
        {folder.problem === null ? null : (
          <ProblemBanner problem={folder.problem} onClose={folder.closeProblem} />
        )}
        {value === null || value.stopped === null ? null : (
          <Banner tone="unsure" icon="inconclusive" title={t('The log is not written')} alert>
            <p>{said(value.stopped)}</p>
          </Banner>
        )}
        {reading ? (
          <p className="sub" role="status">
            {t('Reading the log')}
          </p>
        ) : null}
        {value === null ? null : <Lines view={value} />}
      </div>
    </Page>
  );
}
