import type { Random } from '../engine/random.ts';
import type { Mutator } from '../engine/target.ts';
import { hostileTexts } from './hostile-texts.ts';
import { longRun } from './long-run.ts';

/** Changes the value of a JSON file, so that the file stays JSON and the change gets behind its syntax. */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const numbers = [0, -0, -1, 1, 0.5, 22, 53, 65535, 65536, 1e21, 1e308, 2 ** 31, 2 ** 53, -(2 ** 53), 5e-324];

function deep(random: Random): Json {
  let value: Json = 1;
  const levels = random.pick([10, 59, 61, 65, 300]);
  for (let level = 0; level < levels; level++) value = random.once(2) ? [value] : { a: value };
  return value;
}

function anyValue(random: Random, words: readonly string[]): Json {
  switch (random.below(9)) {
    case 0:
      return null;
    case 1:
      return random.once(2);
    case 2:
      return random.pick(numbers);
    case 3:
    case 4:
      return random.pick(hostileTexts);
    case 5:
      return words.length === 0 ? '' : random.pick(words);
    case 6:
      return random.once(2) ? [] : {};
    case 7:
      return deep(random);
    default:
      return Array.from({ length: random.small(300) }, () => random.below(10));
  }
}

/** A place in the value: what holds it, and its key there. */
interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function placesIn(root: Json): Place[] {
  const places: Place[] = [];
  const walk = (value: Json): void => {
    if (typeof value !== 'object' || value === null || places.length > 20_000) return;
    if (Array.isArray(value))
      value.forEach((item, key) => {
        places.push({ holder: value, key });
        walk(item);
      });
    else
      for (const [key, item] of Object.entries(value)) {
        places.push({ holder: value, key });
        walk(item);
      }
  };
  walk(root);
  return places;
}

function get({ holder, key }: Place): Json {
  return (holder as Record<string | number, Json>)[key] ?? null;
}

/** Own properties only, also where the key is `__proto__`. */
function set({ holder, key }: Place, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

function changedText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const piece = random.pick(hostileTexts);
  switch (random.below(5)) {
    case 0:
      return text.slice(0, at) + piece + text.slice(at);
    case 3:
      return text.slice(0, at) + longRun(random) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random.below(3));
    case 2:
      return text.repeat(1 + random.below(30));
    default:
      return text.slice(0, at) + String.fromCharCode(random.below(0x300)) + text.slice(at + 1);
  }
}

function changeAt(place: Place, others: readonly Place[], random: Random, words: readonly string[]): void {
  const value = get(place);
  const odd = random.pick(['__proto__', 'constructor', 'prototype', 'toString', '', '0', ...words]);
  switch (random.below(10)) {
    case 0:
      remove(place);
      return;
    case 1:
    case 2:
      set(place, anyValue(random, words));
      return;
    case 3:
      if (Array.isArray(place.holder)) {
        const times = 1 + random.small(20);
        place.holder.push(...Array.from({ length: times }, () => structuredClone(value)));
      } else set({ holder: place.holder, key: odd }, structuredClone(value));
      return;
    case 4:
      set(place, structuredClone(get(random.pick(others))));
      return;
    case 5:
      if (Array.isArray(place.holder)) place.holder.reverse();
      else {
        remove(place);
        set({ holder: place.holder, key: odd }, value);
      }
      return;
    case 6:
      set(place, { [odd === '__proto__' ? 'proto' : odd]: value, polluted: true });
      return;
    case 7: {
      const hostile: Json = JSON.parse(
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
      ) as Json;
      set(place, hostile);
      return;
    }
    default:
      if (typeof value === 'string') set(place, changedText(value, random));
      else if (typeof value === 'number')
        set(place, random.once(2) ? value + random.below(5) - 2 : random.pick(numbers));
      else if (typeof value === 'boolean') set(place, !value);
      else set(place, anyValue(random, words));
  }
}

function parsed(bytes: Uint8Array): Json | undefined {
  try {
    return JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    ) as Json;
  } catch {
    return undefined;
  }
}

/** How else the same value may be written. */
function writtenOtherwise(text: string, random: Random): string {
  switch (random.below(6)) {
    case 0:
      return `\ufeff${text}`;
    case 1:
      // A key twice in one object.
      return text.replace(/("[^"\\]{1,30}":)/, '$1null,$1');
    case 2:
      return text.replace(/([,:[{])/g, '$1 \n\t');
    case 3:
      return text.replace(/[a-z]/, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    case 4:
      return `${text}${random.pick([' ', '\n', '\u0000', '{}', ','])}`;
    default:
      return JSON.stringify(JSON.parse(text) as Json, null, random.below(5));
  }
}

/** A change that leaves the kind of the value as it is: so it gets behind the schema, to what reads its meaning. */
function changeGently(place: Place, others: readonly Place[], random: Random): void {
  const value = get(place);
  const alike = others.filter(
    (one) => typeof get(one) === typeof value && Array.isArray(get(one)) === Array.isArray(value),
  );
  if (random.once(2) && alike.length > 0) set(place, structuredClone(get(random.pick(alike))));
  else if (typeof value === 'boolean') set(place, !value);
  else if (typeof value === 'number') set(place, value + random.below(5) - 2);
  else if (typeof value === 'string') set(place, gently(value, random));
  else if (Array.isArray(value) && value.length > 0) {
    const at = random.below(value.length);
    if (random.once(2)) value.splice(at, 1);
    else value.splice(random.below(value.length), 0, structuredClone(value[at] ?? null));
  }
}

/** Another text of the same form: digits stay digits, letters letters. */
function gently(text: string, random: Random): string {
  const at = random.below(text.length);
  const character = text.charAt(at);
  const other = /\d/.test(character)
    ? String(random.below(10))
    : /[a-z]/i.test(character)
      ? 'abcdefxyz'.charAt(random.below(9))
      : character;
  return text.slice(0, at) + other + text.slice(at + 1);
}

/** Changes one to four places of a JSON value. */
export const jsonMutator: Mutator = (input, { random, other, words }) => {
  const value = parsed(input);
  if (value === undefined) return null;
  const root: { value: Json } = { value };
  const isGentle = random.once(2);
  for (let times = 1 + random.small(isGentle ? 3 : 4); times > 0; times--) {
    const places = placesIn(root);
    const donors = random.once(3) ? placesIn({ value: parsed(other) ?? null }) : places;
    if (places.length === 0) break;
    if (isGentle) changeGently(random.pick(places), donors, random);
    else changeAt(random.pick(places), donors.length > 0 ? donors : places, random, words);
  }
  const text = JSON.stringify(root.value, (_, item: Json) => (Object.is(item, -0) ? 0 : item)) as
    string | undefined;
  if (text === undefined) return null;
  return Buffer.from(random.once(6) ? writtenOtherwise(text, random) : text, 'utf8');
};

/** As `jsonMutator`, written as `digestOf` and signatures want it: keys in order, no space. For files that must be canonical. */
export function jsonMutatorWrittenBy(write: (value: unknown) => string): Mutator {
  return (input, pantry) => {
    const changed = jsonMutator(input, pantry);
    const value = changed === null ? undefined : parsed(changed);
    if (value === undefined) return changed;
    try {
      return Buffer.from(write(value), 'utf8');
    } catch {
      return changed;
    }
  };
}
