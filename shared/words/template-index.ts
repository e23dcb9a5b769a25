import type { Part } from './template.ts';

interface Indexed {
  readonly parts: readonly Part[];
  /** Letters of the template's own words. */
  readonly length: number;
}

/** Finds the templates that a text could be made from, by its first or last word. */
export class TemplateIndex<T extends Indexed> {
  readonly #whole = new Map<string, T>();
  readonly #byFirst = new Map<string, T[]>();
  readonly #byLast = new Map<string, T[]>();
  readonly #others: T[] = [];

  add(entry: T): void {
    const first = entry.parts[0];
    const last = entry.parts.at(-1);
    if (entry.parts.length === 1 && first?.kind === 'literal') {
      this.#whole.set(first.text, entry);
      return;
    }
    const begins = first?.kind === 'literal' ? firstWord(first.text) : null;
    const ends = last?.kind === 'literal' ? lastWord(last.text) : null;
    if (begins !== null) put(this.#byFirst, begins, entry);
    else if (ends !== null) put(this.#byLast, ends, entry);
    else insert(this.#others, entry);
  }

  /** Those with most words of their own first. */
  *candidates(text: string): Generator<T> {
    const whole = this.#whole.get(text);
    if (whole !== undefined) {
      yield whole;
      return;
    }
    const lists = [
      this.#byFirst.get(firstWord(`${text} `) ?? '') ?? [],
      this.#byLast.get(lastWord(` ${text}`) ?? '') ?? [],
      this.#others,
    ];
    const at = [0, 0, 0];
    for (;;) {
      let next: T | undefined;
      let from = 0;
      for (const [index, list] of lists.entries()) {
        const entry = list[at[index] ?? 0];
        if (entry !== undefined && (next === undefined || entry.length > next.length))
          [next, from] = [entry, index];
      }
      if (next === undefined) return;
      at[from] = (at[from] ?? 0) + 1;
      if (hasLiterals(next.parts, text)) yield next;
    }
  }
}

/** A word that is whole: a space ends it. */
function firstWord(text: string): string | null {
  return /^(\s*\S+)\s/.exec(text)?.[1] ?? null;
}

function lastWord(text: string): string | null {
  return /\s(\S+\s*)$/.exec(text)?.[1] ?? null;
}

function hasLiterals(parts: readonly Part[], text: string): boolean {
  let from = 0;
  for (const part of parts) {
    if (part.kind === 'place') continue;
    const found = text.indexOf(part.text, from);
    if (found === -1) return false;
    from = found + part.text.length;
  }
  return true;
}

function put<T extends Indexed>(map: Map<string, T[]>, key: string, entry: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else insert(list, entry);
}

function insert<T extends Indexed>(list: T[], entry: T): void {
  const at = list.findIndex(({ length }) => length < entry.length);
  list.splice(at === -1 ? list.length : at, 0, entry);
}
