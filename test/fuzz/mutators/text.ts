import type { Random } from '../engine/random.ts';
import type { Mutator } from '../engine/target.ts';
import { hostileTexts } from './hostile-texts.ts';
import { longRun } from './long-run.ts';

function changeLine(line: string, random: Random, words: readonly string[]): string {
  const tokens = line.split(/(?<=[\s,;:="|<>])|(?=[\s,;:="|<>])/);
  const at = random.below(tokens.length);
  const word = random.once(2) && words.length > 0 ? random.pick(words) : random.pick(hostileTexts);
  switch (random.below(8)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, word);
      break;
    case 2:
      tokens[at] = word;
      break;
    case 3:
      tokens.splice(at, 0, ...Array.from({ length: 1 + random.small(300) }, () => tokens[at] ?? ''));
      break;
    case 4: {
      const other = random.below(tokens.length);
      [tokens[at], tokens[other]] = [tokens[other] ?? '', tokens[at] ?? ''];
      break;
    }
    case 5:
      tokens[at] = (tokens[at] ?? '').repeat(1 + random.small(200));
      break;
    case 6:
      tokens[at] = random.once(2)
        ? (tokens[at] ?? '').toUpperCase()
        : `${tokens[at] ?? ''}${random.pick(['.', ' ', '\t', '"', ',', '*', '!', '/', ':'])}`;
      break;
    default:
      tokens.splice(at, 0, longRun(random));
  }
  return tokens.join('');
}

/** Changes lines and words of a text. */
export const textMutator: Mutator = (input, { random, other, words }) => {
  const lines = Buffer.from(input).toString('utf8').split('\n');
  const at = random.below(lines.length);
  switch (random.below(7)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, ...Array.from({ length: 1 + random.small(50) }, () => lines[at] ?? ''));
      break;
    case 2: {
      const theirs = Buffer.from(other).toString('utf8').split('\n');
      lines.splice(at, 0, random.pick(theirs));
      break;
    }
    case 3:
      return Buffer.from(lines.join(random.pick(['\r\n', '\r', '\n\n', ' '])), 'utf8');
    default:
      lines[at] = changeLine(lines[at] ?? '', random, words);
  }
  return Buffer.from(lines.join('\n'), 'utf8');
};
