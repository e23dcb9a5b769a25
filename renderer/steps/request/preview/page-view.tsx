import { useEffect, useRef } from 'react';
import type { OpenPdf } from './open-pdf.ts';
import type { Size } from './zoom.ts';
import { t } from '../../../i18n/t.ts';

/** The band of a line on its page, in CSS pixels. */
export interface Band {
  readonly top: number;
  readonly height: number;
}

/** One page of the PDF. What was drawn stays until the next drawing is ready, so nothing blinks. */
export function PageView({
  pdf,
  page,
  scale,
  size,
  inView,
  band,
  onFault,
}: {
  readonly pdf: OpenPdf;
  readonly page: number;
  readonly scale: number;
  /** CSS pixels. */
  readonly size: Size;
  readonly inView: boolean;
  readonly band: Band | null;
  readonly onFault: (error: unknown) => void;
}) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = holder.current;
    if (place === null) return;
    if (!inView) {
      place.replaceChildren();
      return;
    }
    const controller = new AbortController();
    pdf.draw(page, scale * window.devicePixelRatio, controller.signal).then(
      (canvas) => {
        if (canvas !== null && !controller.signal.aborted) place.replaceChildren(canvas);
      },
      (error: unknown) => {
        if (!controller.signal.aborted) onFault(error);
      },
    );
    return () => controller.abort();
  }, [pdf, page, scale, inView, onFault]);
  return (
    <div
      className="preview-page"
      role="img"
      aria-label={t('Page {{page}} of {{pages}} of the PDF', { page, pages: pdf.pages })}
      style={{ width: size.width, height: size.height }}
    >
      <div ref={holder} className="preview-ink" data-page={page} />
      {band === null ? null : <div className="preview-mark" style={{ top: band.top, height: band.height }} />}
    </div>
  );
}
