import { useEffect } from 'react';

/** Shift F5 runs again what did not pass. */
export function useShiftF5(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F5' || !event.shiftKey || event.defaultPrevented) return;
      event.preventDefault();
      // F5 alone is heard elsewhere, and runs everything.
      event.stopImmediatePropagation();
      document.getElementById('run-failed')?.click();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}
