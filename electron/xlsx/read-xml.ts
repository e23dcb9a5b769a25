import { XlsxError } from './xlsx-error.ts';

/** A reader for the XML of workbooks: tags, attributes and texts in order, and nothing that reaches outside the text. */

export interface XmlTag {
  readonly kind: 'open' | 'close';
  /** Without its prefix. */
  readonly name: string;
  /** An open tag that is its own end. */
  readonly empty: boolean;
  /** An attribute's value, by its name without prefix. */
  readonly attribute: (name: string) => string | undefined;
}

export type XmlPiece = XmlTag | { readonly kind: 'text'; readonly text: string };

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&]{0,12});?/g, (whole, name: string) => {
    const known = named[name];
    if (known !== undefined) return known;
    const code = /^#x[0-9a-f]{1,6}$/i.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : /^#\d{1,7}$/.test(name)
        ? Number(name.slice(1))
        : null;
    if (code === null || code > 0x10ffff)
      throw new XlsxError(`The file has the entity "${whole}", which it may not.`);
    return String.fromCodePoint(code);
  });
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * The attributes of a tag, from one quote to the next; the name stands before the equals sign. By hand: an expression that
 * looks for names takes the square of the length of a tag that has none.
 */
function attributeIn(tag: string): XmlTag['attribute'] {
  let found: (readonly [name: string, value: string])[] | undefined;
  return (wanted) => {
    found ??= attributesOf(tag);
    const value = found.find(([name]) => name === wanted || localName(name) === wanted)?.[1];
    return value === undefined ? undefined : decode(value);
  };
}

/** More than any tag of a workbook. */
const mostAttributes = 200;
const longestName = 200;

function attributesOf(tag: string): (readonly [name: string, value: string])[] {
  const found: (readonly [name: string, value: string])[] = [];
  let from = 0;
  while (found.length < mostAttributes) {
    const equals = tag.indexOf('=', from);
    if (equals === -1) break;
    let open = equals + 1;
    while (open < tag.length && tag[open] !== '"' && tag[open] !== "'") open++;
    const close = tag.indexOf(tag[open] ?? '"', open + 1);
    if (close === -1) break;
    const name = /[\w:.-]{1,200}$/.exec(
      tag.slice(Math.max(from, equals - longestName), equals).trimEnd(),
    )?.[0];
    if (name !== undefined && tag.slice(equals + 1, open).trim() === '')
      found.push([name, tag.slice(open + 1, close)]);
    from = close + 1;
  }
  return found;
}

/** End of the tag that starts at `start`: the `>` that is in no attribute. */
function endOfTag(xml: string, start: number): number {
  let end = xml.indexOf('>', start);
  let from = start;
  for (;;) {
    if (end === -1) throw new XlsxError('The file is cut off inside a tag.');
    let quote = from;
    while (quote < end && xml[quote] !== '"' && xml[quote] !== "'") quote++;
    if (quote >= end) return end;
    const closing = xml.indexOf(xml[quote] ?? '"', quote + 1);
    if (closing === -1) throw new XlsxError('The file is cut off inside an attribute.');
    from = closing + 1;
    if (closing > end) end = xml.indexOf('>', closing);
  }
}

/** A cell holds 32,767 characters, each of which takes up to 10 to write, as in `&#1114111;`. */
const longestText = 330_000;

/** The pieces of an XML text in order. Comments and instructions are passed over; a document type is refused. */
export function* readXml(source: string): Generator<XmlPiece> {
  const xml = source.startsWith('\ufeff') ? source.slice(1) : source;
  let at = 0;
  // A part of which only the beginning was unpacked must not pass for a shorter one.
  let depth = 0;
  while (at < xml.length) {
    const open = xml.indexOf('<', at);
    if (open === -1) break;
    if (open - at > longestText) throw new XlsxError('The file has a text that no cell can hold.');
    if (open > at) yield { kind: 'text', text: decode(xml.slice(at, open).replace(/\r\n?/g, '\n')) };
    if (xml.startsWith('<!--', open)) {
      at = after(xml, '-->', open);
    } else if (xml.startsWith('<![CDATA[', open)) {
      at = after(xml, ']]>', open);
      yield { kind: 'text', text: xml.slice(open + 9, at - 3) };
    } else if (xml.startsWith('<?', open)) {
      at = after(xml, '?>', open);
    } else if (xml.startsWith('<!', open)) {
      throw new XlsxError('The file declares a document type, which no workbook does.');
    } else {
      const end = endOfTag(xml, open);
      const tag = xml.slice(open + 1, end);
      const close = tag.startsWith('/');
      const name = localName(/^\/?([^\s/>]+)/.exec(tag)?.[1] ?? '');
      yield {
        kind: close ? 'close' : 'open',
        name,
        empty: !close && tag.endsWith('/'),
        attribute: attributeIn(tag),
      };
      depth += close ? -1 : tag.endsWith('/') ? 0 : 1;
      at = end + 1;
    }
  }
  if (depth !== 0) throw new XlsxError('The file is cut off.');
}

function after(xml: string, mark: string, from: number): number {
  const found = xml.indexOf(mark, from);
  if (found === -1) throw new XlsxError('The file is cut off.');
  return found + mark.length;
}
