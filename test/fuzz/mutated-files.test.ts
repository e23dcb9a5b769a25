import { afterAll, describe, expect, it } from 'vitest';
import { Inventor } from './engine/inventor.ts';
import { pollution } from './engine/judge.ts';
import type { FuzzTarget } from './engine/target.ts';
import { target as catalog } from './targets/catalog.ts';
import { target as pdfForm } from './targets/pdf-form.ts';
import { target as report } from './targets/report.ts';
import { target as signature } from './targets/signature.ts';
import { target as site } from './targets/site.ts';
import { target as workbook } from './targets/xlsx.ts';

/**
 * 10,000 files that were changed somewhere: each is refused clearly or loaded safely. What "safely" is, the targets say, and
 * throw at anything else. Inputs are made of the good ones alone, so that many stay near them.
 */
const wanted: readonly (readonly [target: FuzzTarget, count: number])[] = [
  [site, 2500],
  [catalog, 2000],
  [report, 600],
  [signature, 2900],
  [pdfForm, 1200],
  [workbook, 800],
];

let tried = 0;

describe('files that were changed somewhere', () => {
  it.each(wanted)(
    '$name',
    async (target, count) => {
      const seeds = await target.seeds();
      const inventor = new Inventor(target, 20_261_123);
      const outcomes = { refused: 0, loaded: 0 };
      for (let made = 0; made < count; made++) {
        const input = inventor.next(seeds);
        try {
          outcomes[await target.run(input)]++;
        } catch (error) {
          throw new Error(
            `${target.name}, file ${made}: ${Buffer.from(input).toString('base64').slice(0, 2000)}`,
            {
              cause: error,
            },
          );
        }
        tried++;
      }
      expect(pollution()).toBe(null);
      expect(outcomes.refused + outcomes.loaded).toBe(count);
      // Were all refused, or none, the changes would try nothing.
      expect(outcomes.refused, 'refused').toBeGreaterThan(count / 20);
      expect(outcomes.loaded, 'loaded').toBeGreaterThan(count / 50);
    },
    300_000,
  );

  afterAll(() => {
    expect(tried).toBe(10_000);
  });
});
