import type { Language } from './languages.ts';
import { withSigns } from './marked-text.ts';
import type { Understood, Values } from './match-template.ts';
import { matchTemplate } from './match-template.ts';
import { formOf } from './plural.ts';
import { endsSentence, holdsSentences, sentencesOf } from './sentences.ts';
import type { Part, Place } from './template.ts';
import { literalLength, parseTemplate, readKey } from './template.ts';
import { TemplateIndex } from './template-index.ts';

/** English template to its translation; how templates are written stands in template.ts. */
export type Catalogue = Readonly<Record<string, string>>;

interface Entry {
  readonly parts: readonly Part[];
  readonly length: number;
  /** Only places and marks: its places have to be words of ours. */
  readonly wordless: boolean;
  readonly translation: readonly Part[];
}

/** As many texts as a window shows; then it starts anew. */
const mostKept = 20_000;

/** A catalogue made ready for one language. */
export class Translator {
  readonly #language: Language;
  readonly #catalogue: Catalogue;
  readonly #sentences = new TemplateIndex<Entry>();
  /** Words of ours side by side; never in a place of others. */
  readonly #wordless = new TemplateIndex<Entry>();
  /** By the name of the places in which they stand; '' is any. */
  readonly #fragments = new Map<string, TemplateIndex<Entry>>();
  readonly #texts = new Map<string, string>();
  readonly #phrases = new Map<string, Understood | null>();

  constructor(language: Language, catalogue: Catalogue) {
    this.#language = language;
    this.#catalogue = catalogue;
    for (const [key, translation] of Object.entries(catalogue)) {
      const { places, text } = readKey(key);
      const parts = parseTemplate(withSigns(text));
      const entry = {
        parts,
        length: literalLength(parts),
        wordless: isWordless(parts),
        translation: parseTemplate(withSigns(translation)),
      };
      if (places === null) (entry.wordless ? this.#wordless : this.#sentences).add(entry);
      else {
        const index = this.#fragments.get(places) ?? new TemplateIndex<Entry>();
        this.#fragments.set(places, index);
        index.add(entry);
      }
    }
  }

  /** One or more sentences, or a label; what is none of ours stays as it is. */
  text(text: string): string {
    const kept = this.#texts.get(text);
    if (kept !== undefined) return kept;
    const translated = (this.#read(text) ?? this.#match(this.#wordless, text))?.text ?? text;
    if (this.#texts.size >= mostKept) this.#texts.clear();
    this.#texts.set(text, translated);
    return translated;
  }

  /** Sentences that are one template together; null: they are not, or hold what is not ours. */
  together(text: string): string | null {
    const whole = this.#match(this.#sentences, text);
    return whole === null || whole.strange > 0 ? null : whole.text;
  }

  #read(text: string): Understood | null {
    const whole = this.#match(this.#sentences, text) ?? this.#capitalLabel(text);
    if (whole !== null && whole.strange === 0) return whole;
    const inPieces = this.#sentenceBySentence(text) ?? this.#afterPath(text);
    return whole === null || (inPieces !== null && inPieces.known >= whole.known) ? inPieces : whole;
  }

  /** The longest runs of sentences that are ours, each for itself. */
  #sentenceBySentence(text: string): Understood | null {
    const sentences = sentencesOf(text);
    if (sentences.length < 2) return null;
    const out: { text: string; ours: boolean }[] = [];
    let [known, strange] = [0, 0];
    for (let at = 0; at < sentences.length;) {
      let found: Understood | null = null;
      let end = Math.min(sentences.length, at + 4);
      // The whole text was tried before.
      if (at === 0 && end === sentences.length) end--;
      for (; end > at && found === null; end--) {
        found = this.#match(this.#sentences, sentences.slice(at, end).join(' '));
        if (found !== null && found.strange > 0 && end > at + 1) found = null;
      }
      if (found === null) strange += (sentences[at] ?? '').length;
      else known += found.known;
      out.push({ text: found?.text ?? sentences[at] ?? '', ours: found !== null });
      at = found === null ? at + 1 : end + 1;
    }
    if (known === 0) return null;
    const joined = out.reduce((before, { text: next }, index) => {
      const between =
        this.#language === 'ja' && out[index - 1]?.ours === true && endsSentence(before) ? '' : ' ';
      return index === 0 ? next : `${before}${between}${next}`;
    }, '');
    return { text: joined, known, strange };
  }

  /** `nodes[0].lan.address: It is missing.`: where, then what. */
  #afterPath(text: string): Understood | null {
    const path = /^(?:[a-z][A-Za-z]*(?:\[\d+\])?)(?:\.[A-Za-z0-9-]+(?:\[\d+\])?)*: /.exec(text)?.[0];
    if (path === undefined) return null;
    const rest = this.#read(text.slice(path.length));
    return rest === null ? null : { ...rest, text: `${path}${rest.text}` };
  }

  #match(index: TemplateIndex<Entry>, text: string): Understood | null {
    let best: Understood | null = null;
    let length = 0;
    for (const entry of index.candidates(text)) {
      // Of those with equally many words of their own, the one that understands most.
      if (best !== null && entry.length < length) break;
      const found = matchTemplate(entry.parts, text, this.#understand);
      // Who cannot tell what stands where, says it in English.
      if (found === 'ambiguous') return best;
      if (found === null || goesTooFar(entry, found.values)) continue;
      if (index === this.#wordless && (found.strange > 0 || found.known === 0)) continue;
      if (best === null || found.strange < best.strange)
        best = {
          text: this.#render(entry.translation, found.values),
          known: entry.length + found.known,
          strange: found.strange,
        };
      length = entry.length;
      if (best.strange === 0) break;
    }
    return best;
  }

  readonly #understand = (place: Place, value: string): Understood | null => {
    switch (place.holds) {
      case 'text':
        return { ...kept(value), strange: holdsSentences(value) ? value.length : 0 };
      case 'number':
        return /^-?\d+(?:[.,]\d+)?$/.test(value) ? kept(value) : null;
      case 'word':
        return /^\S+$/.test(value) ? kept(value) : null;
      case 'phrase':
        return value === ''
          ? kept('')
          : (this.#phrase(value, place.name) ?? { ...kept(value), strange: 1 + value.length });
      case 'list':
        return this.#list(value, place.name) ?? { ...kept(value), strange: 1 + value.length };
      case 'sentences':
        return value === '' ? kept('') : (this.#read(value) ?? { ...kept(value), strange: 1 + value.length });
    }
  };

  #phrase(text: string, place: string): Understood | null {
    const key = `${place} ${text}`;
    const known = this.#phrases.get(key);
    if (known !== undefined) return known;
    // Against endless descent: while it is read it is unknown.
    this.#phrases.set(key, null);
    const found = this.#fragment(text, place) ?? this.#read(text) ?? this.#capital(text, place);
    if (this.#phrases.size >= mostKept) this.#phrases.clear();
    this.#phrases.set(key, found);
    return found;
  }

  #fragment(text: string, place: string): Understood | null {
    for (const name of [place, '']) {
      const index = this.#fragments.get(name);
      const found = index === undefined ? null : this.#match(index, text);
      if (found !== null) return found;
    }
    return null;
  }

  /** Our own words begin a sentence with a capital letter. */
  #capital(text: string, place: string): Understood | null {
    const lower = text.slice(0, 1).toLowerCase() + text.slice(1);
    const found = lower === text ? null : this.#fragment(lower, place);
    return found === null
      ? null
      : { ...found, text: found.text.slice(0, 1).toUpperCase() + found.text.slice(1) };
  }

  /** A label of ours at the beginning of a line: `Licence server`. */
  #capitalLabel(text: string): Understood | null {
    const lower = text.slice(0, 1).toLowerCase() + text.slice(1);
    const translation = lower === text ? undefined : this.#catalogue[lower];
    return translation === undefined
      ? null
      : {
          text: translation.slice(0, 1).toUpperCase() + translation.slice(1),
          known: text.length,
          strange: 0,
        };
  }

  /** `a, b and c`: of words, addresses or phrases of ours. A name with an "and" in it is no list. */
  #list(text: string, place: string): Understood | null {
    const pieces = text.split(/(, | and | or |; )/);
    let [out, known] = ['', 0];
    for (const [index, piece] of pieces.entries()) {
      if (index % 2 === 1) {
        out += this.#catalogue[`~${piece}`] ?? piece;
        continue;
      }
      const phrase = this.#phrase(piece, place);
      if (phrase === null && !/^\S+(?: \d[\d–-]*)?$/.test(piece)) return null;
      out += phrase?.text ?? piece;
      known += phrase?.known ?? 0;
    }
    // The longer list is the likelier one.
    return { text: out, known: known + pieces.length - 1, strange: 0 };
  }

  #render(translation: readonly Part[], values: Values): string {
    return translation
      .map((part) => {
        if (part.kind === 'literal') return part.text;
        const { value = '', text = '' } = values.get(part.name) ?? {};
        return part.forms === null ? text : (part.forms[formOf(this.#language, Number(value))] ?? '');
      })
      .join('');
  }
}

function kept(value: string): Understood {
  return { text: value, known: 0, strange: 0 };
}

/** `{value} is not {words}.` fits many a sentence that it was not made for. */
function goesTooFar(entry: Entry, values: Values): boolean {
  return entry.length < 15 && [...values.values()].some(({ value }) => value.split(' ').length > 8);
}

function isWordless(parts: readonly Part[]): boolean {
  return parts.every((part) =>
    part.kind === 'literal' ? !/\p{L}{2}/u.test(part.text) : part.forms === null,
  );
}
