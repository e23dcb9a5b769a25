import { isSomethingOnTop } from '../../components/on-top.ts';
import { useEffect, useRef } from 'react';
import { Choice } from '../../components/fields.tsx';
import { Icon } from '../../components/icon.tsx';
import type { Segment } from '../../components/segments.tsx';
import { Segments } from '../../components/segments.tsx';
import { t, tn } from '../../i18n/t.ts';
import type { GroupBy } from './check-list.ts';
import type { RowState, StateCounts } from './check-rows.ts';

export type Filter = RowState | 'all';

/** The states that there are, with how many checks each has. */
export function filtersOf(counts: StateCounts, total: number): Segment<Filter>[] {
  const all: Segment<Filter>[] = [
    { value: 'all', label: t('All {{count}}', { count: total }) },
    { value: 'fail', label: t('{{count}} fail', { count: counts.fail }), icon: 'fail', tone: 'tone-fail' },
    {
      value: 'inconclusive',
      label: t('{{count}} inconclusive', { count: counts.inconclusive }),
      icon: 'inconclusive',
      tone: 'tone-unsure',
    },
    {
      value: 'pass',
      label: t('{{count}} pass', { count: counts.pass }),
      icon: 'confirmed',
      tone: 'tone-pass',
    },
    {
      value: 'running',
      label: t('{{count}} running', { count: counts.running }),
      icon: 'running',
      tone: 'tone-running',
    },
    {
      value: 'not-run',
      label: t('{{count}} not run', { count: counts['not-run'] }),
      icon: 'not-run',
      tone: 'tone-idle',
    },
    {
      value: 'waiting',
      label: t('{{count}} waiting', { count: counts.waiting }),
      icon: 'not-run',
      tone: 'tone-idle',
    },
  ];
  return all.filter(({ value }) => value === 'all' || counts[value] > 0);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('textarea, select, input:not([type=radio], [type=checkbox])'))
  );
}

/** The key `/` leads into the filter from anywhere on the screen. */
function useSlash(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
      if (isTyping(event.target) || isSomethingOnTop()) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [field]);
}

/** What the table shows, and in which order. */
export function ListBar({
  filters,
  filter,
  onFilter,
  text,
  onText,
  group,
  onGroup,
  shown,
  waits,
}: {
  readonly filters: readonly Segment<Filter>[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly group: GroupBy;
  readonly onGroup: (group: GroupBy) => void;
  /** How many checks the words leave. */
  readonly shown: number;
  /** The order waits while somebody is in the table. */
  readonly waits: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  useSlash(field);
  return (
    <div className="filter-bar">
      <Segments name={t('Show')} segments={filters} chosen={filter} onChoose={onFilter} />
      <label className="find">
        <Icon name="search" />
        <span className="unseen">{t('Find in the checks')}</span>
        <input
          ref={field}
          type="search"
          value={text}
          placeholder={t('Find, press /')}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || text === '') return;
            event.stopPropagation();
            onText('');
          }}
        />
      </label>
      <span className="small sub find-says" role="status">
        {text === ''
          ? waits
            ? t('The order waits while you are in the table.')
            : ''
          : tn('{{count}} check', '{{count}} checks', shown)}
      </span>
      <Choice
        label={<span className="unseen">{t('Group the checks')}</span>}
        value={group}
        onChange={(value) => onGroup(value as GroupBy)}
        options={[
          { value: 'verdict', label: t('By verdict') },
          { value: 'rule', label: t('By rule') },
          { value: 'target', label: t('By target') },
          { value: 'node', label: t('By node') },
        ]}
      />
    </div>
  );
}
