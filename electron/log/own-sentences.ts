import { constants } from 'node:os';
import type { Understood, Values } from '../../shared/words/match-template.ts';
import { matchTemplate } from '../../shared/words/match-template.ts';
import { formOf } from '../../shared/words/plural.ts';
import { holdsSentences, sentencesOf } from '../../shared/words/sentences.ts';
import { TemplateIndex } from '../../shared/words/template-index.ts';
import type { Part, Place } from '../../shared/words/template.ts';
import { literalLength, parseTemplate, readKey } from '../../shared/words/template.ts';

/** Gives the number of a thing of the customer's, `address-3`, if it is known as one. */
export type TokenOf = (value: string) => string | null;

interface Entry {
  readonly parts: readonly Part[];
  readonly length: number;
}

/** Stands for what is no sentence of ours. */
const otherText = '[other text]';
/** More sentences than any of our texts has, and a bound for what a hostile text may cost. */
const mostSentences = 12;
const longestText = 4000;
const deepest = 4;

/** Values that say something of the program and nothing of the customer. */
const plainValues: ReadonlySet<string> = new Set([
  ...Object.keys(constants.errno),
  ...['ENOTFOUND', 'EAI_AGAIN', 'undefined', 'null', 'true', 'false', 'tcp', 'udp', 'icmp'],
]);

const fewestLetters = 6;

/**
 * Finds our own sentences in a text again, as the translations do (docs/adr/0046), and gives them without the values in them:
 * `[host] did not answer within 3 s.` All that comes out is our own words, numbers, numbers of things, and codes of systems.
 */
export class OwnSentences {
  readonly #sentences = new TemplateIndex<Entry>();
  readonly #fragments = new Map<string, TemplateIndex<Entry>>();

  /** @param templates as in shared/words/catalogues/en; in `machine` `{}` stands for any value */
  constructor(templates: readonly string[], machine: readonly string[]) {
    for (const template of templates) {
      const { places, text } = readKey(template);
      this.#add(places, parseTemplate(text.replace(/<\/?[bi]>/g, '')));
    }
    for (const template of machine) {
      let count = 0;
      this.#add(null, parseTemplate(template.replaceAll('{}', () => `{value${++count}}`)));
    }
  }

  #add(places: string | null, parts: readonly Part[]): void {
    const length = literalLength(parts);
    const isLiteral = parts.every(({ kind }) => kind === 'literal');
    if (places === null && !isLiteral && length < fewestLetters) return;
    if (places === null) this.#sentences.add({ parts, length });
    else {
      const index = this.#fragments.get(places) ?? new TemplateIndex<Entry>();
      this.#fragments.set(places, index);
      index.add({ parts, length });
    }
  }

  /** A text of one or more sentences without its values. */
  without(text: string, tokenOf: TokenOf): string {
    if (text.length > longestText) return otherText;
    return this.#read(text.trim(), tokenOf, 0) ?? otherText;
  }

  #read(text: string, tokenOf: TokenOf, depth: number): string | null {
    if (depth > deepest) return null;
    const whole = this.#match(this.#sentences, text, tokenOf, depth);
    if (whole?.strange === 0) return whole.text;
    return this.#inPieces(text, tokenOf, depth) ?? whole?.text ?? null;
  }

  /** Sentence by sentence, the longest runs first; those that are not ours become one mark. */
  #inPieces(text: string, tokenOf: TokenOf, depth: number): string | null {
    const sentences = sentencesOf(text);
    if (sentences.length < 2 || sentences.length > mostSentences) return null;
    const out: string[] = [];
    for (let at = 0; at < sentences.length;) {
      let found: string | null = null;
      let end = Math.min(sentences.length, at + 4);
      if (at === 0 && end === sentences.length) end--;
      for (; end > at && found === null; end--)
        found =
          this.#match(this.#sentences, sentences.slice(at, end).join(' '), tokenOf, depth)?.text ?? null;
      at = found === null ? at + 1 : end + 1;
      const next = found ?? otherText;
      if (next !== otherText || out.at(-1) !== otherText) out.push(next);
    }
    return out.every((piece) => piece === otherText) ? null : out.join(' ');
  }

  #match(index: TemplateIndex<Entry>, text: string, tokenOf: TokenOf, depth: number): Understood | null {
    let best: Understood | null = null;
    for (const { parts, length } of index.candidates(text)) {
      const found = matchTemplate(parts, text, (place, value) =>
        this.#understand(place, value, tokenOf, depth),
      );
      if (found === null) continue;
      // Where two readings are equally good nobody knows which value stands where: then none is named.
      const values = found === 'ambiguous' ? null : found.values;
      const said = parts
        .map((part) => (part.kind === 'literal' ? part.text : sayPlace(part, values)))
        .join('');
      const strange = found === 'ambiguous' ? 0 : found.strange;
      if (best === null || strange < best.strange) best = { text: said, known: length, strange };
      if (best.strange === 0) break;
    }
    return best;
  }

  /** A value as it may be written. */
  #understand(place: Place, value: string, tokenOf: TokenOf, depth: number): Understood | null {
    const known = (text: string, strange = 0): Understood => ({ text, known: 0, strange });
    if (value === '') return known('');
    const plain = plainValues.has(value) ? value : (tokenOf(value) ?? mark(place));
    switch (place.holds) {
      case 'number':
        // A number of the customer's is a thing of theirs, too.
        return /^-?\d{1,9}(?:[.,]\d{1,3})?$/.test(value) ? known(tokenOf(value) ?? value) : null;
      case 'word':
        return /^\S+$/.test(value) ? known(plain) : null;
      case 'text':
        return known(plain, holdsSentences(value) ? value.length : 0);
      case 'phrase':
      case 'list':
      case 'sentences': {
        const ours = this.#phrase(value, place.name, tokenOf, depth + 1);
        return ours === null
          ? known(plain, 1 + value.length)
          : { text: ours, known: value.length, strange: 0 };
      }
    }
  }

  #phrase(text: string, place: string, tokenOf: TokenOf, depth: number): string | null {
    if (depth > deepest) return null;
    for (const name of [place, '']) {
      const index = this.#fragments.get(name);
      const found = index === undefined ? null : this.#match(index, text, tokenOf, depth);
      if (found !== null) return found.text;
    }
    return this.#read(text, tokenOf, depth);
  }
}

function sayPlace(place: Place, values: Values | null): string {
  const found = values?.get(place.name);
  if (place.forms === null) return found?.text ?? mark(place);
  return place.forms[found === undefined ? 1 : formOf('en', Number(found.value))] ?? '';
}

function mark({ name }: Place): string {
  return `[${name}]`;
}
