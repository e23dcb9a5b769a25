/**
 * What a place of an English template holds:
 * `{name}` a text that is kept as it is; `{name#}` a number; `{name^}` one word, kept;
 * `{name~}` words of ours, or nothing, or a text that is kept; `{name,}` a list of such; `{name.}` whole sentences of ours.
 */
export type Holds = 'text' | 'number' | 'word' | 'phrase' | 'list' | 'sentences';

export interface Place {
  readonly kind: 'place';
  readonly name: string;
  readonly holds: Holds;
  /** In a translation: the word forms among which the number in this place chooses. */
  readonly forms: readonly string[] | null;
}

export type Part = { readonly kind: 'literal'; readonly text: string } | Place;

const holdsBySign: Readonly<Record<string, Holds>> = {
  '': 'text',
  '#': 'number',
  '^': 'word',
  '~': 'phrase',
  ',': 'list',
  '.': 'sentences',
};

const token = /\{\{|\}\}|\{([A-Za-z][A-Za-z0-9]*)([#^~,.]?)(?:\?([^{}]*))?\}/g;

/**
 * A catalogue's key. `~[aside] ({outcome~})` stands only in places of others that are called `aside`, `~node {name}` in any
 * place for words of ours; without the sign it is a text of its own.
 */
export function readKey(key: string): { readonly places: string | null; readonly text: string } {
  const sign = /^~(?:\[([A-Za-z][A-Za-z0-9]*)\])?/.exec(key);
  return sign === null
    ? { places: null, text: key }
    : { places: sign[1] ?? '', text: key.slice(sign[0].length) };
}

/**
 * A template in its parts, literals and places in turn; `{{` and `}}` are braces.
 * A translation names the same places: `{count#} {count?Zeile|Zeilen}`, with a word form for each of its language's.
 */
export function parseTemplate(template: string): Part[] {
  const parts: Part[] = [];
  let literal = '';
  let from = 0;
  for (const match of template.matchAll(token)) {
    literal += template.slice(from, match.index);
    from = match.index + match[0].length;
    const [whole, name, sign = '', forms] = match;
    if (name === undefined) {
      literal += whole.slice(0, 1);
      continue;
    }
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
    parts.push({
      kind: 'place',
      name,
      holds: holdsBySign[sign] ?? 'text',
      forms: forms === undefined ? null : forms.split('|'),
    });
  }
  literal += template.slice(from);
  if (literal !== '') parts.push({ kind: 'literal', text: literal });
  return parts;
}

/** The letters of a template's own words. */
export function literalLength(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'literal' ? part.text.length : 0), 0);
}
