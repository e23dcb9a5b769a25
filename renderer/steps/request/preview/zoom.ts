/** How large a page is shown. `scale`: CSS pixels for a point of the paper. */
export type Zoom =
  { readonly kind: 'width' } | { readonly kind: 'page' } | { readonly kind: 'scale'; readonly scale: number };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point is a 72nd of an inch, a CSS pixel a 96th: paper at its own size. */
export const paperSize = 96 / 72;

/** Around and between pages, in CSS pixels. */
export const gap = 12;

const steps = [0.33, 0.5, 0.67, 0.8, 1, paperSize, 1.6, 2, 2.6, 3.2];

/** CSS pixels for a point, so that the page fits the view as it is wanted. */
export function scaleOf(zoom: Zoom, page: Size, view: Size): number {
  const byWidth = Math.max(0.1, (view.width - 2 * gap) / page.width);
  switch (zoom.kind) {
    case 'width':
      return byWidth;
    case 'page':
      return Math.min(byWidth, Math.max(0.1, (view.height - 2 * gap) / page.height));
    case 'scale':
      return zoom.scale;
  }
}

/** The next step up or down from what is shown now. */
export function stepped(scale: number, direction: 1 | -1): Zoom {
  const next =
    direction === 1
      ? steps.find((step) => step > scale * 1.02)
      : [...steps].reverse().find((step) => step < scale * 0.98);
  return { kind: 'scale', scale: next ?? scale };
}

/** Top of a page, from 1, in the scrolled column. */
export function topOfPage(page: number, height: number): number {
  return gap + (page - 1) * (height + gap);
}

/** First and last page, from 1, that show at least a little. */
export function pagesInView(
  scrollTop: number,
  viewHeight: number,
  pageHeight: number,
  count: number,
): readonly [number, number] {
  const at = (y: number): number =>
    Math.min(Math.max(Math.floor((y - gap) / (pageHeight + gap)) + 1, 1), Math.max(count, 1));
  return [at(scrollTop), at(scrollTop + viewHeight)];
}

/** The page that the middle of the view is on. */
export function pageInMiddle(
  scrollTop: number,
  viewHeight: number,
  pageHeight: number,
  count: number,
): number {
  return pagesInView(scrollTop + viewHeight / 2, 0, pageHeight, count)[0];
}
