/**
 * What a field of the log can be. `number` and `flag` are that. A list is a choice among words of our own. `open`: versions,
 * names of classes and codes, of letters that such have; it is left out when it holds anything of the customer's. `thing`:
 * something of the customer's, of which only its number is written, as `host-3`. `sentence`: a sentence of our own with its
 * values left out. `frames`: where in the program's own files something happened.
 */
export type KindOf = 'number' | 'flag' | 'open' | 'thing' | 'sentence' | 'frames' | readonly string[];

/** What the program hands in; the log makes of it what may be written. */
export type ValueOf<K> = K extends 'number'
  ? number
  : K extends 'flag'
    ? boolean
    : K extends readonly (infer W)[]
      ? W
      : string;

export type LogValue = string | number | boolean;

export const leftOut = '(left out)';
const longest = { open: 200, sentence: 1200, frames: 2000 } as const;

const openForm = /^[A-Za-z0-9 _.,:;=()<>#$+/@-]*$/;
const thingForm = /^[a-z]{2,12}-[1-9]\d{0,6}$/;
/** Of our own sentences: no control characters. */
const sentenceForm = /^[^\p{Cc}\u202a-\u202e\u2066-\u2069]*$/u;

/** Whether a value has the form that its field may have in a line, whoever wrote that line. */
export function hasForm(kind: KindOf, value: unknown): value is LogValue {
  if (typeof kind !== 'string') return typeof value === 'string' && kind.includes(value);
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'thing':
      return typeof value === 'string' && thingForm.test(value);
    case 'sentence':
      return typeof value === 'string' && value.length <= longest.sentence && sentenceForm.test(value);
    case 'open':
    case 'frames':
      return (
        typeof value === 'string' &&
        (value === leftOut || (value.length <= longest[kind] && openForm.test(value)))
      );
  }
}
