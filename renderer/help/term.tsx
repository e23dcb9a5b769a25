import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import type { TermId } from './terms.ts';
import { termOf } from './terms.ts';

/** Time to move the pointer from the word to what is said of it. */
const graceMs = 200;

/**
 * A word with its meaning: on hover, and as long as it has the focus. The pointer may go onto the meaning, Esc closes it,
 * and it stays until then.
 */
export function Term({ id, children }: { readonly id: TermId; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const meaning = useId();
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const enter = (): void => {
    clearTimeout(leaving.current);
    setOpen(true);
  };
  const leave = (): void => {
    leaving.current = setTimeout(() => setOpen(false), graceMs);
  };
  useEffect(() => () => clearTimeout(leaving.current), []);
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      // It is the topmost: what lies below stays.
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [open]);
  return (
    <Popover
      opened={open}
      position="bottom-start"
      offset={4}
      withRoles={false}
      withinPortal={false}
      floatingStrategy="fixed"
      trapFocus={false}
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: 'meaning' }}
    >
      <Popover.Target>
        <button
          type="button"
          className="term"
          onPointerEnter={enter}
          onPointerLeave={leave}
          onFocus={enter}
          onBlur={() => setOpen(false)}
          onClick={enter}
          {...(open ? { 'aria-describedby': meaning } : {})}
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown role="tooltip" id={meaning} onPointerEnter={enter} onPointerLeave={leave}>
        {termOf(id).means}
      </Popover.Dropdown>
    </Popover>
  );
}
