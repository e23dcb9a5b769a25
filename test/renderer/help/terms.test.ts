import { describe, expect, it } from 'vitest';
import { findTerms, terms } from '../../../renderer/help/terms.ts';
import { observationWord } from '../../../shared/probes/observation.ts';

describe('the words of the help', () => {
  it('hold every observation once, and say of none that cannot tell that it passed', () => {
    const words = terms().map(({ term }) => term);
    for (const observation of observationWord.options) expect(words).toContain(observation);
    expect(new Set(words).size).toBe(words.length);
  });

  it('are found by any of their words, the term itself first', () => {
    expect(findTerms(terms(), 'INTERCEPTED')[0]?.term).toBe('intercepted');
    expect(findTerms(terms(), 'table vendor').map(({ term }) => term)).toContain('Catalogue');
    expect(findTerms(terms(), 'no such word')).toEqual([]);
    expect(findTerms(terms(), '')).toEqual(terms());
  });
});
