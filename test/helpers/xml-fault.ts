/** A comment, one tag with attributes in double quotes, or a piece of text. */
const piece = /<!--(?:(?!--)[^])*-->|<(\/?)([A-Za-z_][\w.-]*)((?: [A-Za-z_][\w.-]*="[^<"]*")*)(\/?)>|[^<]+/y;
const references = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/;
/** Characters that XML 1.0 has no way to hold. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Why a text is no XML document as we write it: no sections, no instructions but the first; null: it is one. */
export function faultOfXml(text: string): string | null {
  const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!text.startsWith(prolog)) return 'no prolog';
  if (forbidden.test(text)) return 'a forbidden character';
  if (references.test(text)) return 'a reference that is none';
  const open: string[] = [];
  let roots = 0;
  for (let at = prolog.length; at < text.length; at = piece.lastIndex) {
    piece.lastIndex = at;
    const found = piece.exec(text);
    if (found === null) return `no tag: ${text.slice(at, at + 60)}`;
    const [whole, close, name, attributes = '', empty] = found;
    if (name === undefined) {
      if (open.length === 0 && whole.trim() !== '' && !whole.startsWith('<!--'))
        return 'text outside of the root';
      continue;
    }
    const names = [...attributes.matchAll(/ ([^=]+)="[^"]*"/g)].map(([, key]) => key);
    if (new Set(names).size < names.length) return `an attribute twice in ${name}`;
    if (close === '/' && open.pop() !== name) return `${name} closes what it did not open`;
    if (close === '' && open.length === 0) roots++;
    if (close === '' && empty === '') open.push(name);
  }
  return open.length > 0 || roots !== 1 ? 'not one root that closes' : null;
}
