import { useEffect, useMemo, useRef, useState } from 'react';
import type { Arrangement, ListItem } from './check-list.ts';
import { arrange, refreshed } from './check-list.ts';
import type { CheckRow } from './check-rows.ts';

/** While a run goes on its list is sorted anew no more often than this: rows that move all the time cannot be read. */
const sortEveryMs = 1000;

export interface Arranged {
  readonly items: readonly ListItem[];
  /** The order is older than what the rows say: somebody is in the table. */
  readonly waits: boolean;
}

/**
 * The list in its order. Rows change at once where they stand; their order follows only while nobody points at the table or is
 * in it, so that nothing moves away from under a hand.
 */
export function useArranged(
  rows: readonly CheckRow[],
  { group, state, text }: Arrangement,
  { held, running }: { readonly held: boolean; readonly running: boolean },
): Arranged {
  const [basis, setBasis] = useState(rows);
  const asked = `${group} ${state} ${text}`;
  const [answered, setAnswered] = useState(asked);
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  }, [rows]);
  // What the person asks for, and rows that come or go, count at once.
  if (asked !== answered) {
    setAnswered(asked);
    setBasis(rows);
  } else if (basis.length !== rows.length) setBasis(rows);
  useEffect(() => {
    if (held) return;
    const sort = (): void => setBasis(latest.current);
    const first = setTimeout(sort, running ? sortEveryMs : 0);
    const timer = running ? setInterval(sort, sortEveryMs) : undefined;
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [held, running]);
  const order = useMemo(() => arrange(basis, { group, state, text }), [basis, group, state, text]);
  const items = useMemo(() => (basis === rows ? order : refreshed(order, rows)), [order, basis, rows]);
  return { items, waits: held && basis !== rows };
}
