import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

const rowEstimate = 24;
const beyond = 8;

function stepOf(key: string, at: number, last: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'PageDown':
      return Math.min(last, at + 10);
    case 'PageUp':
      return Math.max(0, at - 10);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/**
 * Lines of text, however many: only those that are seen are drawn. They wrap, so that nothing has to be scrolled to the side.
 * One stop of Tab; the arrow keys go from line to line.
 */
export function LineList({
  name,
  count,
  line,
  at = null,
}: {
  readonly name: string;
  readonly count: number;
  /** Draws a line. `stop`: a button in it is the stop of Tab. */
  readonly line: (index: number, stop: boolean) => ReactNode;
  /** A line that is brought into sight; null: none. */
  readonly at?: number | null;
}) {
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [current, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);
  const stop = Math.min(current, count - 1);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler's memoising is not in use here
  const list = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowEstimate,
    overscan: beyond,
  });
  useEffect(() => {
    if (at !== null && at < count) list.scrollToIndex(at, { align: 'center' });
  }, [at, count, list]);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = scroller?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (row == null) return;
    wanted.current = null;
    (row.querySelector('button') ?? scroller)?.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const next = stepOf(event.key, stop, count - 1);
    if (next === null || count === 0) return;
    event.preventDefault();
    wanted.current = next;
    setCurrent(next);
    list.scrollToIndex(next, { align: 'auto' });
  };
  return (
    <div
      ref={setScroller}
      className="line-list"
      role="region"
      aria-label={name}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <ul style={{ height: list.getTotalSize() }} aria-label={name}>
        {list.getVirtualItems().map(({ index, start, key }) => (
          <li
            key={key}
            ref={list.measureElement}
            data-index={index}
            aria-setsize={count}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start}px)` }}
          >
            {line(index, index === stop)}
          </li>
        ))}
      </ul>
    </div>
  );
}
