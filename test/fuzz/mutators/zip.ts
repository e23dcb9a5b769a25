import { unzipSync, zipSync } from 'fflate';
import type { Mutator, Pantry } from '../engine/target.ts';
import { bytesMutator } from './bytes.ts';
import { textMutator } from './text.ts';

function unzipped(bytes: Uint8Array): Record<string, Uint8Array> | null {
  try {
    return unzipSync(bytes, { filter: ({ originalSize }) => originalSize < 2_000_000 });
  } catch {
    return null;
  }
}

function changedPart(part: Uint8Array, pantry: Pantry): Uint8Array {
  let now = part;
  for (let times = 1 + pantry.random.small(4); times > 0; times--)
    now = (pantry.random.once(2) ? bytesMutator : textMutator)(now, pantry) ?? now;
  return now;
}

/** Changes what is packed in an archive, and packs it again. */
export const zipMutator: Mutator = (input, pantry) => {
  const parts = unzipped(input);
  if (parts === null) return null;
  const { random } = pantry;
  const names = Object.keys(parts);
  if (names.length === 0) return null;
  const name = random.pick(names);
  const part = parts[name] ?? new Uint8Array();
  switch (random.below(12)) {
    case 0:
      Reflect.deleteProperty(parts, name);
      break;
    case 1:
      parts[random.pick(names)] = part;
      break;
    case 2: {
      const theirs = unzipped(pantry.other) ?? {};
      if (theirs[name] !== undefined) parts[name] = theirs[name];
      break;
    }
    case 3:
      parts[
        random.pick([
          '../../x',
          '/x',
          'xl/__proto__.xml',
          'xl/../a.xml',
          'XL/WORKBOOK.XML',
          name.toUpperCase(),
        ])
      ] = part;
      break;
    default:
      parts[name] = changedPart(part, pantry);
  }
  return zipSync(parts, { level: random.once(4) ? 0 : 1 });
};
