import { useVirtualizer } from '@tanstack/react-virtual';
import type { FocusEvent, KeyboardEvent, MouseEvent } from 'react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import { CheckLine, GroupLine } from './check-row.tsx';
import type { ListItem } from './check-list.ts';
import type { CheckRow } from './check-rows.ts';
import { useListPlace } from './use-list-place.ts';

/** What a person can ask of the check that has the focus. */
export type RowAct = 'details' | 'again' | 'attest' | 'waive';

const keys: Readonly<Record<string, RowAct>> = {
  Enter: 'details',
  ' ': 'details',
  r: 'again',
  a: 'attest',
  w: 'waive',
};

/** Rows beyond the visible ones that are drawn: enough for a turn of the wheel. */
const beyond = 6;
/** A list as short as this is drawn whole. */
const short = 64;

function indexOf(target: EventTarget | null): number | null {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>('tr[data-row]') : null;
  const index = row?.dataset['index'];
  return index === undefined ? null : Number(index);
}

/** The next line with a check on it, in a direction; null: there is none. */
function nextRow(items: readonly ListItem[], from: number, step: 1 | -1): number | null {
  for (let index = from; index >= 0 && index < items.length; index += step)
    if (items[index]?.kind === 'row') return index;
  return null;
}

function targetOf(items: readonly ListItem[], at: number, key: string): number | null {
  const last = items.length - 1;
  switch (key) {
    case 'ArrowDown':
      return nextRow(items, at + 1, 1);
    case 'ArrowUp':
      return nextRow(items, at - 1, -1);
    case 'PageDown':
      return nextRow(items, Math.min(last, at + 10), 1) ?? nextRow(items, last, -1);
    case 'PageUp':
      return nextRow(items, Math.max(0, at - 10), -1) ?? nextRow(items, 0, 1);
    case 'Home':
      return nextRow(items, 0, 1);
    case 'End':
      return nextRow(items, last, -1);
    default:
      return null;
  }
}

/** Every check of the run, however many: only what is seen is drawn. Rows keep their place and height. */
export function CheckTable({
  items,
  chosen,
  screen,
  onAct,
  onHold,
}: {
  readonly items: readonly ListItem[];
  readonly chosen: string | null;
  /** What scrolls the screen. */
  readonly screen: HTMLElement | null;
  readonly onAct: (row: CheckRow, act: RowAct) => void;
  /** Somebody points at the table, or is in it. */
  readonly onHold: (held: boolean) => void;
}) {
  const [body, setBody] = useState<HTMLTableSectionElement | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const wanted = useRef<number | null>(null);
  const pointed = useRef(false);
  const focused = useRef(false);
  const { rowHeight, top, scroller } = useListPlace(screen, body);
  const entry = useMemo(() => {
    const at =
      current === null ? -1 : items.findIndex((item) => item.kind === 'row' && item.row.id === current);
    return at >= 0 ? at : (nextRow(items, 0, 1) ?? -1);
  }, [items, current]);

  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler's memoising is not in use here
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeight,
    scrollMargin: top,
    overscan: items.length <= short ? short : beyond,
    // The row that has the focus stays drawn, so that the keyboard never loses its place.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      if (entry < 0 || entry >= count || (entry >= first && entry <= last)) return range;
      return entry < first ? [entry, ...range] : [...range, entry];
    },
  });
  useEffect(() => list.measure(), [list, rowHeight]);

  const focusAt = (index: number): void => {
    const item = items[index];
    if (item?.kind !== 'row') return;
    wanted.current = index;
    setCurrent(item.row.id);
    list.scrollToIndex(index, { align: 'auto' });
  };
  useEffect(() => {
    if (wanted.current === null) return;
    const row = body?.querySelector<HTMLElement>(`tr[data-index="${wanted.current}"]`);
    if (row == null) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const drawn = list.getVirtualItems();
  // As many places as rows are drawn at once: a row that scrolls out gives its elements to the one that scrolls in.
  const seen = Math.ceil((list.scrollRect?.height ?? 0) / rowHeight) + 1;
  const places = items.length <= short ? short : seen + 2 * beyond;
  // The row with the focus may be drawn far from the others: then it may want the elements of one of them.
  const apart = drawn.some(({ index }) => index !== entry && index % places === entry % places);
  useLayoutEffect(() => {
    // Its elements are others now: the focus goes with it.
    if (!focused.current || document.activeElement !== document.body) return;
    body?.querySelector<HTMLElement>('tr[tabindex="0"]')?.focus({ preventScroll: true });
  }, [body, apart]);

  const hold = (): void => onHold(pointed.current || focused.current);
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = indexOf(event.target);
    if (index === null || !(event.target instanceof HTMLTableRowElement)) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    const item = items[index];
    if (act !== undefined && item?.kind === 'row') {
      event.preventDefault();
      onAct(item.row, act);
      return;
    }
    const to = targetOf(items, index, event.key);
    if (to === null) return;
    event.preventDefault();
    focusAt(to);
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexOf(event.target);
    const item = index === null ? undefined : items[index];
    if (item?.kind === 'row') onAct(item.row, 'details');
  };
  const onFocus = (event: FocusEvent): void => {
    const index = indexOf(event.target);
    const item = index === null ? undefined : items[index];
    if (item?.kind === 'row') setCurrent(item.row.id);
    focused.current = true;
    hold();
  };
  return (
    <table
      className="table check-table"
      role="table"
      aria-label={t('Checks')}
      aria-rowcount={items.length + 1}
      aria-colcount={6}
    >
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          <th role="columnheader" scope="col">
            {t('State')}
          </th>
          <th role="columnheader" scope="col">
            {t('Rule')}
          </th>
          <th role="columnheader" scope="col">
            {t('Target')}
          </th>
          <th role="columnheader" scope="col">
            {t('Service')}
          </th>
          <th role="columnheader" scope="col">
            {t('From')}
          </th>
          <th role="columnheader" scope="col" className="num">
            {t('Answer')}
          </th>
        </tr>
      </thead>
      <tbody
        role="rowgroup"
        ref={setBody}
        style={{ height: list.getTotalSize() }}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={onFocus}
        onBlur={(event) => {
          if (event.currentTarget.contains(event.relatedTarget)) return;
          focused.current = false;
          hold();
        }}
        onPointerEnter={() => {
          pointed.current = true;
          hold();
        }}
        onPointerLeave={() => {
          pointed.current = false;
          hold();
        }}
      >
        {drawn.map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          const place = { index, start: start - top, place: index + 2 };
          return item.kind === 'group' ? (
            <GroupLine key={`group ${index % places}`} item={item} {...place} />
          ) : (
            <CheckLine
              key={apart && index === entry ? 'apart' : index % places}
              row={item.row}
              chosen={item.row.id === chosen}
              current={index === entry}
              {...place}
            />
          );
        })}
      </tbody>
    </table>
  );
}
