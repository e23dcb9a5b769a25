import type { KeyboardEvent } from 'react';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Act } from '../../../components/act.tsx';
import type { Band } from './page-view.tsx';
import { PageView } from './page-view.tsx';
import type { ShownPreview } from './use-preview.ts';
import type { Size, Zoom } from './zoom.ts';
import { gap, pageInMiddle, pagesInView, paperSize, scaleOf, stepped, topOfPage } from './zoom.ts';
import { t, tn } from '../../../i18n/t.ts';

/** The room for the pages, measured whenever it changes. */
function useViewSize(place: React.RefObject<HTMLDivElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 400, height: 500 });
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return size;
}

/** The pages of the PDF, one below the other, with their zoom and page buttons. */
export function PreviewPages({
  shown,
  busy,
  selected,
  onFault,
}: {
  readonly shown: ShownPreview;
  readonly busy: boolean;
  /** Number of the line that is selected in the table. */
  readonly selected: number | null;
  readonly onFault: (error: unknown) => void;
}) {
  const { pdf, preview } = shown;
  const scroller = useRef<HTMLDivElement>(null);
  const view = useViewSize(scroller);
  const [zoom, setZoom] = useState<Zoom>({ kind: 'width' });
  const [top, setTop] = useState(0);
  const scale = scaleOf(zoom, pdf.size, view);
  const size = { width: pdf.size.width * scale, height: pdf.size.height * scale };
  const [first, last] = pagesInView(top, view.height, size.height, pdf.pages);
  const page = pageInMiddle(top, view.height, size.height, pdf.pages);
  const place = preview.places.find(({ number }) => number === selected) ?? null;
  const band: Band | null =
    place === null ? null : { top: place.top * scale, height: Math.max(place.height * scale, 4) };

  const goTo = (number: number): void => {
    const to = Math.min(Math.max(number, 1), pdf.pages);
    scroller.current?.scrollTo({ top: topOfPage(to, size.height) - gap });
  };

  // A new selection moves the pages; a new file with the same selection does not.
  const marked = useRef<number | null>(null);
  useEffect(() => {
    if (selected === marked.current) return;
    marked.current = selected;
    if (place === null || scroller.current === null) return;
    const y = topOfPage(place.page, size.height) + place.top * scale;
    scroller.current.scrollTo({ top: Math.max(0, y - scroller.current.clientHeight / 3), left: 0 });
  }, [selected, place, scale, size.height]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const act = {
      PageDown: () => goTo(page + 1),
      PageUp: () => goTo(page - 1),
      Home: () => goTo(1),
      End: () => goTo(pdf.pages),
      '+': () => setZoom(stepped(scale, 1)),
      '-': () => setZoom(stepped(scale, -1)),
      0: () => setZoom({ kind: 'width' }),
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  const zooms = [
    { words: t('Width'), is: zoom.kind === 'width', to: { kind: 'width' } },
    { words: t('Page'), is: zoom.kind === 'page', to: { kind: 'page' } },
    {
      words: '100 %',
      is: zoom.kind === 'scale' && zoom.scale === paperSize,
      to: { kind: 'scale', scale: paperSize },
    },
  ] as const;

  return (
    <>
      <div className="preview-tools" role="group" aria-label={t('Size of the page')}>
        {zooms.map(({ words, is, to }) => (
          <button
            key={words}
            type="button"
            className={`act sm ${is ? 'pressed' : 'flat'}`}
            aria-pressed={is}
            onClick={() => setZoom(to)}
          >
            {words}
          </button>
        ))}
        <Act
          size="sm"
          look="flat"
          label={t('Smaller')}
          icon="minus"
          onAct={() => setZoom(stepped(scale, -1))}
        />
        <Act size="sm" look="flat" label={t('Larger')} icon="plus" onAct={() => setZoom(stepped(scale, 1))} />
      </div>
      <div
        ref={scroller}
        className="preview-scroll"
        role="region"
        aria-label={t('Pages of the PDF. The table says the same.')}
        tabIndex={0}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
      >
        <div className="preview-column" style={{ width: Math.max(size.width + 2 * gap, 0) }}>
          {Array.from({ length: pdf.pages }, (_, index) => (
            <PageView
              key={index}
              pdf={pdf}
              page={index + 1}
              scale={scale}
              size={size}
              inView={index + 1 >= first - 1 && index + 1 <= last + 1}
              band={place?.page === index + 1 ? band : null}
              onFault={onFault}
            />
          ))}
        </div>
      </div>
      <div className="preview-foot">
        <span className="small sub">
          {t('Page {{page}} of {{pages}}', { page, pages: pdf.pages })} ·{' '}
          {busy ? t('updating') : t('the file itself, not a picture of it')}
        </span>
        <span className="row-acts">
          <Act
            size="sm"
            look="flat"
            icon="up"
            label={t('Page before')}
            off={page <= 1}
            onAct={() => goTo(page - 1)}
          />
          <Act
            size="sm"
            look="flat"
            icon="down"
            label={t('Next page')}
            off={page >= pdf.pages}
            onAct={() => goTo(page + 1)}
          />
        </span>
      </div>
      <p className="unseen" role="status">
        {busy ? '' : tn('The PDF has {{count}} page.', 'The PDF has {{count}} pages.', pdf.pages)}
      </p>
    </>
  );
}
