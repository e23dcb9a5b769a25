import type { Mutator, Pantry } from '../engine/target.ts';

const telling = [
  0, 1, 2, 16, 32, 64, 100, 127, 128, 255, 256, 512, 1000, 1024, 4096, 32767, 32768, 65535, 65536,
];
const wide = [0x7fffffff, 0x80000000, 0xffffffff, 100_000, 1_000_000];

/** One input out of pieces of another. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type Change = (input: Uint8Array, pantry: Pantry) => Uint8Array;

const latin = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function cutOut(input: Uint8Array, start: number, length: number): Uint8Array {
  return joined(input.subarray(0, start), input.subarray(start + length));
}

function putIn(input: Uint8Array, at: number, piece: Uint8Array): Uint8Array {
  return joined(input.subarray(0, at), piece, input.subarray(at));
}

const changes: readonly Change[] = [
  (input, { random }) => {
    const out = Uint8Array.from(input);
    const at = random.below(out.length);
    out[at] = (out[at] ?? 0) ^ (1 << random.below(8));
    return out;
  },
  (input, { random }) => {
    const out = Uint8Array.from(input);
    out[random.below(out.length)] = random.below(256);
    return out;
  },
  (input, { random }) => {
    const out = Uint8Array.from(input);
    const at = random.below(out.length);
    out[at] = (out[at] ?? 0) + random.below(35) - 17;
    return out;
  },
  (input, { random }) => {
    const out = Buffer.from(input);
    if (out.length < 4) return out;
    const at = random.below(out.length - 3);
    const value = random.pick([...telling, ...wide]);
    if (random.once(2)) out.writeUInt32BE(value, at);
    else out.writeUInt16LE(value & 0xffff, at);
    return out;
  },
  (input, { random }) => cutOut(input, random.below(input.length), 1 + random.small(input.length)),
  (input, { random }) => cutOut(input, random.below(input.length), 1 + random.below(4)),
  (input, { random }) => {
    const start = random.below(input.length);
    const piece = input.subarray(start, start + 1 + random.small(200));
    return putIn(input, random.below(input.length + 1), piece);
  },
  (input, { random }) => {
    const start = random.below(input.length);
    const piece = input.subarray(start, start + 1 + random.small(40));
    return putIn(input, start, joined(...Array.from({ length: 1 + random.small(400) }, () => piece)));
  },
  (input, { random }) =>
    putIn(
      input,
      random.below(input.length + 1),
      new Uint8Array(1 + random.small(random.once(8) ? 30_000 : 300)).fill(random.below(256)),
    ),
  (input, { random, words }) =>
    words.length === 0 ? input : putIn(input, random.below(input.length + 1), latin(random.pick(words))),
  (input, { random, words }) => {
    if (words.length === 0) return input;
    const word = latin(random.pick(words));
    const at = random.below(input.length);
    return joined(input.subarray(0, at), word, input.subarray(at + word.length));
  },
  (input, { random, other }) => {
    const start = random.below(other.length);
    return putIn(input, random.below(input.length + 1), other.subarray(start, start + 1 + random.small(500)));
  },
  (input, { random, other }) =>
    joined(input.subarray(0, random.below(input.length + 1)), other.subarray(random.below(other.length))),
  (input, { random }) => {
    const text = Buffer.from(input).toString('latin1');
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return input;
    const found = random.pick(numbers);
    const value = random.once(3)
      ? String(random.pick([...telling, ...wide, -1, 1e21, 4294967296, '9007199254740993']))
      : String(Math.max(0, Number(found[0]) + random.below(9) - 4));
    return Buffer.from(
      text.slice(0, found.index) + value + text.slice(found.index + found[0].length),
      'latin1',
    );
  },
];

/** Bytes, without regard to what they mean. */
export const bytesMutator: Mutator = (input, pantry) => {
  if (input.length === 0) return latin(pantry.words.length === 0 ? '0' : pantry.random.pick(pantry.words));
  return pantry.random.pick(changes)(input, pantry);
};
