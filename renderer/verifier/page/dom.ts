import { visible } from './visible.ts';

/** Strings become text nodes, never markup: most of them come from a file that somebody else wrote. */
export type Child = Node | string | null | readonly Child[];

type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

function append(parent: Node, child: Child): void {
  if (child === null) return;
  if (typeof child === 'string') parent.appendChild(document.createTextNode(visible(child)));
  else if (child instanceof Node) parent.appendChild(child);
  else for (const one of child) append(parent, one);
}

/** An element. A function is a listener (`onclick`); `true` an attribute without value, `false` none. */
export function el<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.replace(/^on/, ''), value);
    else if (value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

/** Puts other children in the place of those that are there. */
export function fill(parent: Element, ...children: Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

const svg = 'http://www.w3.org/2000/svg';

/** An icon never stands alone: a word beside it says the same. */
export function icon(name: string): SVGSVGElement {
  const image = document.createElementNS(svg, 'svg');
  image.setAttribute('class', 'icon');
  image.setAttribute('viewBox', '0 0 16 16');
  image.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `#i-${name}`);
  image.append(use);
  return image;
}

export type Tone = 'pass' | 'fail' | 'unsure' | 'attested' | 'waived' | 'idle';

/** Shape, colour and word of a state. */
export function state(tone: Tone, shape: string, word: string): HTMLElement {
  return el('span', { class: `state tone-${tone}` }, icon(shape), word);
}

/** A list of things and what they are. */
export function pairs(rows: readonly (readonly [string, Child])[]): HTMLElement {
  return el(
    'dl',
    { class: 'pairs' },
    rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  );
}
