import { formOf } from './plural.ts';
import type { Part, Place } from './template.ts';

/** A value that was understood; `known`: letters of it that are words of ours. Null: it cannot stand in this place. */
export interface Understood {
  readonly text: string;
  readonly known: number;
  /** Letters where words of ours were expected and not found: they are kept. */
  readonly strange: number;
}

export type Understand = (place: Place, value: string) => Understood | null;

export type Values = ReadonlyMap<string, { readonly value: string; readonly text: string }>;

interface Reading {
  readonly values: Values;
  /** Letters of values that should be words of ours and are not. */
  readonly strange: number;
  readonly known: number;
  /** Where those strange values stand: the earlier, the likelier. */
  readonly late: number;
}

/** More places to try than any sentence of ours needs. */
const mostSteps = 4000;

/**
 * The values with which a template gives this text; null if it does not. `ambiguous`: more than one way fits equally well, and
 * nobody can tell which one was meant.
 */
export function matchTemplate(
  parts: readonly Part[],
  text: string,
  understand: Understand,
): { readonly values: Values; readonly known: number; readonly strange: number } | 'ambiguous' | null {
  const last = parts.at(-1);
  if (last?.kind === 'literal' && !text.endsWith(last.text)) return null;
  const state = { best: [] as Reading[], ties: false };
  let steps = 0;

  const finish = (reading: Reading): void => {
    const [best] = state.best;
    if (best === undefined || better(reading, best)) [state.best, state.ties] = [[reading], false];
    else if (!better(best, reading) && !same(best, reading)) state.ties = true;
  };

  const walk = (index: number, from: number, reading: Reading): void => {
    if (++steps > mostSteps) return;
    const part = parts[index];
    if (part === undefined) {
      if (from === text.length) finish(reading);
      return;
    }
    if (part.kind === 'literal') {
      if (text.startsWith(part.text, from)) walk(index + 1, from + part.text.length, reading);
      return;
    }
    const bound = reading.values.get(part.name);
    if (part.forms !== null) {
      for (const [form, word] of part.forms.entries())
        if (
          text.startsWith(word, from) &&
          (bound === undefined || formOf('en', Number(bound.value)) === form)
        )
          walk(index + 1, from + word.length, reading);
      return;
    }
    for (const end of ends(parts[index + 1], text, from)) {
      const value = text.slice(from, end);
      if (bound !== undefined && bound.value !== value) continue;
      const understood = understand(part, value);
      if (understood === null) continue;
      walk(index + 1, end, {
        values: new Map(reading.values).set(part.name, { value, text: understood.text }),
        strange: reading.strange + understood.strange,
        known: reading.known + understood.known,
        late: reading.late + (understood.strange > 0 ? index : 0),
      });
    }
  };
  walk(0, 0, { values: new Map(), strange: 0, known: 0, late: 0 });
  if (steps > mostSteps) return 'ambiguous';
  const [found] = state.best;
  if (found === undefined) return null;
  return state.ties ? 'ambiguous' : { values: found.values, known: found.known, strange: found.strange };
}

function better(a: Reading, b: Reading): boolean {
  if (a.strange !== b.strange) return a.strange < b.strange;
  return a.known !== b.known ? a.known > b.known : a.late < b.late;
}

function same(a: Reading, b: Reading): boolean {
  return [...a.values].every(([name, { value }]) => b.values.get(name)?.value === value);
}

/** Where a place may end that begins here: before the literal that follows it. */
function* ends(next: Part | undefined, text: string, from: number): Generator<number> {
  if (next === undefined) {
    yield text.length;
    return;
  }
  if (next.kind === 'place' && next.forms !== null) {
    for (const word of next.forms) yield* ends({ kind: 'literal', text: word }, text, from);
    return;
  }
  if (next.kind === 'place') {
    // Words of ours begin with a space or a mark.
    for (let end = from; end <= text.length; end++)
      if (end === from || end === text.length || /[^\p{L}\p{N}]/u.test(text.charAt(end))) yield end;
    return;
  }
  for (let end = text.indexOf(next.text, from); end !== -1; end = text.indexOf(next.text, end + 1)) yield end;
}
