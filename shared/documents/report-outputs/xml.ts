import { visibleText } from '../tables/visible-text.ts';

/** XML 1.0 as a tree; what a name holds never becomes markup, and no character that XML forbids gets in. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly content: readonly XmlElement[] | string;
}

function escaped(text: string): string {
  return visibleText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Line breaks as references: a parser would make spaces of them. */
function attribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** The element on lines of its own, indented by two spaces a level. */
export function xmlText({ name, attributes, content }: XmlElement, indent = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${attribute(value)}"`);
  const start = `${indent}<${name}${list.join('')}`;
  if (content.length === 0) return `${start}/>`;
  if (typeof content === 'string') return `${start}>${escaped(content)}</${name}>`;
  return [`${start}>`, ...content.map((each) => xmlText(each, `${indent}  `)), `${indent}</${name}>`].join(
    '\n',
  );
}
