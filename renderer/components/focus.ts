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

const regions = ['header', 'nav', 'main', 'aside', 'footer'];

/** F6: header, steps, content, side panel, footer, and around again. */
export function focusNextRegion(): void {
  const found = regions.flatMap((name) => [...document.querySelectorAll<HTMLElement>(name)]);
  const at = found.findIndex((region) => region.contains(document.activeElement));
  const next = found[(at + 1) % Math.max(found.length, 1)];
  const inside = next?.querySelector<HTMLElement>('h1, button, a, input, select, textarea, [tabindex="0"]');
  inside?.focus();
}

/** Ctrl Enter: the screen's one filled button. A dialog's comes before the screen's. */
export function pressFilled(): void {
  const dialog = document.querySelector('[role="dialog"]');
  const filled = [...(dialog ?? document).querySelectorAll<HTMLElement>('[data-filled]')].at(0);
  filled?.click();
}
