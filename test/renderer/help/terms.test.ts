import { afterEach, describe, expect, it } from 'vitest';
import { findTerms, termGroups, termOf } from '../../../renderer/help/terms.ts';
import { speak } from '../../../renderer/i18n/t.ts';
import { observationWord } from '../../../shared/probes/observation.ts';

const found = (asked: string): string[] =>
  findTerms(termGroups(), asked).flatMap(({ terms }) => terms.map(({ term }) => term));

afterEach(async () => speak('en'));

describe('the words of the help', () => {
  it('hold every observation, each word once, and say of none that cannot tell that it passed', () => {
    const all = termGroups().flatMap(({ terms }) => terms);
    const words = all.map(({ term }) => term);
    for (const observation of observationWord.options) expect(words).toContain(observation);
    expect(new Set(words).size).toBe(words.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const id of ['no-answer', 'not-testable', 'error', 'not-run', 'inconclusive'])
      expect(all.find((term) => term.id === id)?.means).not.toMatch(/proves that|it works/i);
  });

  // domain.md names them; whoever takes one away has to take it from the screens too.
  it.each(
    'node|LAN port|WAN port|One-Arm|Inline|In, Out, Both|catalogue|entry|site|endpoint|rule|flow|line|change request|check|vantage|observation|verdict|readiness report'.split(
      '|',
    ),
  )('explain “%s”', (word) => {
    expect(found(word).some((term) => term.toLowerCase().includes(word.toLowerCase()))).toBe(true);
  });

  it.each(
    'pass fail inconclusive attested waived Ready running waiting Stale empty incomplete done'.split(' '),
  )('explain the state “%s”', (word) => {
    expect(found(word).some((term) => term.includes(word))).toBe(true);
  });

  it('are found by any of their words, the term itself first', () => {
    expect(found('INTERCEPTED')[0]).toBe('intercepted');
    expect(found('table vendor')).toContain('Catalogue');
    expect(found('no such word')).toEqual([]);
    expect(found('')).toHaveLength(termGroups().flatMap(({ terms }) => terms).length);
  });

  it('are found without their accents, as they are typed on a foreign keyboard', async () => {
    await speak('pl');
    const { term } = termOf('change-request');
    const bare = term.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ł', 'l');
    expect(found(bare)).toContain(term);
  });
});
