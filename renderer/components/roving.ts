import type { KeyboardEvent } from 'react';
import { useState } from 'react';

export interface Roving {
  /** Props of the row at a place: the table is one tab stop, arrows move inside it. */
  readonly row: (index: number) => {
    readonly tabIndex: 0 | -1;
    readonly onFocus: () => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void;
  };
}

function moveFocus(row: HTMLTableRowElement, key: string): boolean {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLTableRowElement>('tr[data-row]') ?? [])];
  const at = rows.indexOf(row);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[key];
  if (to === undefined) return false;
  rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
  return true;
}

/** Roving focus over table rows. `act` gets the keys that a row itself answers. */
export function useRoving(act: (index: number, key: 'Enter' | ' ') => void): Roving {
  const [current, setCurrent] = useState(0);
  return {
    row: (index) => ({
      tabIndex: index === current ? 0 : -1,
      onFocus: () => setCurrent(index),
      onKeyDown: (event) => {
        if (event.target !== event.currentTarget) return;
        if (moveFocus(event.currentTarget, event.key)) event.preventDefault();
        else if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          act(index, event.key);
        }
      },
    }),
  };
}
