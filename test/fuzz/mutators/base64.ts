import type { Mutator } from '../engine/target.ts';
import { bytesMutator } from './bytes.ts';

/** The longer runs of base64 in a text: the bodies of PEM and armour, keys in lines. Line ends may stand inside. */
const bodies = /(?:[A-Za-z0-9+/]{4}(?:\r?\n)?){6,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/g;

/** Changes the bytes behind base64, and writes them as they were written: in one line, or wrapped to the same width. */
export const base64Mutator: Mutator = (input, pantry) => {
  const text = Buffer.from(input).toString('latin1');
  const found = [...text.matchAll(bodies)];
  if (found.length === 0) return null;
  const { 0: body, index } = pantry.random.pick(found);
  const first = body.indexOf('\n');
  const width = first < 0 ? 0 : body.slice(0, first).replace(/\r/g, '').length;
  let bytes: Uint8Array = Buffer.from(body, 'base64');
  for (let times = 1 + pantry.random.small(3); times > 0; times--)
    bytes = bytesMutator(bytes, pantry) ?? bytes;
  const plain = Buffer.from(bytes).toString('base64');
  const written = width === 0 ? plain : (plain.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
  const ending = body.endsWith('\n') ? '\n' : '';
  return Buffer.from(text.slice(0, index) + written + ending + text.slice(index + body.length), 'latin1');
};
