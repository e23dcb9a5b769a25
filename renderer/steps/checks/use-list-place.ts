import { useMediaQuery } from '@mantine/hooks';
import { useLayoutEffect, useState } from 'react';

/** One line, or two where the window is as narrow as that. In step with `.check-table` in results.css. */
const rowHeights = { wide: 32, narrow: 56 } as const;

/** As small as this the page scrolls as a whole (skeleton.css), and the list by itself. */
const smallWindow = '(width < 720px), (height < 480px)';

export interface ListPlace {
  readonly rowHeight: number;
  /** How far from the top of what scrolls the list begins. */
  readonly top: number;
  /** What scrolls the list. */
  readonly scroller: HTMLElement | null;
}

/**
 * Where the list stands.
 *
 * @param screen what scrolls the screen
 */
export function useListPlace(screen: HTMLElement | null, body: HTMLElement | null): ListPlace {
  const narrow = useMediaQuery('(width < 720px)', false, { getInitialValueInEffect: false });
  const small = useMediaQuery(smallWindow, false, { getInitialValueInEffect: false });
  const scroller = small ? (body?.parentElement ?? null) : screen;
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (scroller === null || body === null) return;
    const measure = (): void => {
      const offset = body.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      setTop(Math.round(offset + scroller.scrollTop));
    };
    measure();
    // What stands above the list may grow and shrink: a banner, the picture, the bar with the filters.
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    for (const part of scroller.children) observer.observe(part);
    const changes = new MutationObserver(() => {
      for (const part of scroller.children) observer.observe(part);
      measure();
    });
    changes.observe(scroller, { childList: true });
    return () => {
      observer.disconnect();
      changes.disconnect();
    };
  }, [scroller, body]);
  return { rowHeight: narrow ? rowHeights.narrow : rowHeights.wide, top, scroller };
}
