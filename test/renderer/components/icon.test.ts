import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { observationWord } from '../../../shared/probes/observation.ts';

const sprite = readFileSync(new URL('../../../renderer/components/icons.svg', import.meta.url), 'utf8');
const ids = [...sprite.matchAll(/<symbol id="i-([a-z-]+)"/g)].map(([, id]) => id);

it('every observation has a shape of its own', () => {
  for (const word of observationWord.options) expect(ids).toContain(word);
  const shapes = observationWord.options.map(
    (word) => new RegExp(`<symbol id="i-${word}"[^>]*>(.*?)</symbol>`).exec(sprite)?.[1],
  );
  expect(new Set(shapes).size).toBe(observationWord.options.length);
});
