import type { Page } from '@playwright/test';

/**
 * Text that a person cannot read: cut by the box that it stands in, or under other text. Judged on what is on screen now.
 *
 * @returns one line for each, with the text and what is wrong; empty: nothing.
 */
export async function textFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    interface Piece {
      readonly text: string;
      readonly element: Element;
      readonly box: DOMRect;
    }
    const slack = 1.5;

    const forPeopleWhoSee = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.visibility === 'hidden' || style.opacity === '0') return false;
        // The usual way to say something to a screen reader only.
        if (style.clipPath === 'inset(50%)' || at.getBoundingClientRect().width <= 1) return false;
      }
      return true;
    };

    /** The box that shows of it: where every ancestor that cuts lets it through. */
    const cutBy = (piece: Piece): string | null => {
      for (let at: Element | null = piece.element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at);
        const hides = ['hidden', 'clip'].includes(style.overflowX);
        const frame = at.getBoundingClientRect();
        if (hides && (piece.box.right > frame.right + slack || piece.box.left < frame.left - slack))
          return `cut by ${at.tagName.toLowerCase()}.${at.className}`;
        // What scrolls may hide; a person gets there.
        if (['auto', 'scroll'].includes(style.overflowX) || ['auto', 'scroll'].includes(style.overflowY))
          return null;
      }
      return null;
    };

    const pieces: Piece[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? '';
      const element = node.parentElement;
      if (text === '' || element === null || !forPeopleWhoSee(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (
          box.width > 1 &&
          box.bottom > 0 &&
          box.right > 0 &&
          box.top < window.innerHeight &&
          box.left < window.innerWidth
        )
          pieces.push({ text: text.slice(0, 60), element, box });
    }

    const faults = new Set<string>();
    const seen = pieces.filter(({ element, box }) => {
      const top = document.elementFromPoint(
        Math.min(Math.max((box.left + box.right) / 2, 0), window.innerWidth - 1),
        Math.min(Math.max((box.top + box.bottom) / 2, 0), window.innerHeight - 1),
      );
      return top !== null && (top === element || element.contains(top) || top.contains(element));
    });
    for (const piece of seen) {
      const cut = cutBy(piece);
      if (cut !== null) faults.add(`“${piece.text}” is ${cut}`);
    }
    for (const [index, one] of seen.entries())
      for (const other of seen.slice(index + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // Line boxes are taller than the letters in them.
        if (width > 3 && height > Math.min(one.box.height, other.box.height) * 0.45)
          faults.add(`“${one.text}” and “${other.text}” overlap`);
      }
    return [...faults];
  });
}
