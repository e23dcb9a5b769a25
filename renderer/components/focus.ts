/** Moves the focus to an element, into view. A place without the exact id falls back to the nearest field above it. */
export function focusOn(id: string): void {
  const exact = document.getElementById(id);
  const element =
    exact ??
    document.querySelector<HTMLElement>('[aria-invalid="true"]') ??
    document.querySelector<HTMLElement>('main h1');
  element?.scrollIntoView({ block: 'center' });
  element?.focus();
}

/** To the screen's heading, past everything that is the same on every screen. */
export function focusScreen(): void {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

/** Header, steps, content, its side panels, footer: in the order of the page. */
const regions = 'header, nav, main, aside, footer';

/** Where each region is entered again: the element that had the focus there last. */
const lastFocus = new WeakMap<Element, HTMLElement>();

/** The step that is shown, the screen's heading, else the first thing that can be acted on. */
const entries = [
  '[aria-current="step"]',
  'h1',
  'button, a[href], input, select, textarea, summary, [tabindex="0"]',
];

function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

function entryOf(region: Element): HTMLElement | null {
  const last = lastFocus.get(region);
  if (last !== undefined && region.contains(last) && isShown(last)) return last;
  for (const selector of entries) {
    const found = [...region.querySelectorAll<HTMLElement>(selector)].find(isShown);
    if (found !== undefined) return found;
  }
  return null;
}

/** F6 and Shift F6: header, steps, content, side panel, footer, and around again; a region without anything to focus is left out. */
export function focusNextRegion(offset: 1 | -1 = 1): void {
  const found = [...document.querySelectorAll(regions)].filter((region) => entryOf(region) !== null);
  const active = document.activeElement;
  // A side panel lies inside the content: the innermost region is the one that has the focus.
  const at = found.findLastIndex((region) => region.contains(active));
  const now = found[at];
  if (now !== undefined && active instanceof HTMLElement) lastFocus.set(now, active);
  const first = offset === 1 ? 0 : found.length - 1;
  const next = found[at === -1 ? first : (at + offset + found.length) % found.length];
  if (next !== undefined) entryOf(next)?.focus();
}

/** Ctrl Enter: the screen's one filled button. A dialog's comes before the screen's. */
export function pressFilled(): void {
  const dialog = document.querySelector('[role="dialog"]');
  const filled = [...(dialog ?? document).querySelectorAll<HTMLElement>('[data-filled]')].at(0);
  filled?.click();
}
