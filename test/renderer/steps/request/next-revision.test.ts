import { expect, it } from 'vitest';
import { nextRevision } from '../../../../renderer/steps/request/next-revision.ts';
import { isLaterRevision } from '../../../../shared/rules/compare-lines.ts';

it('the next revision is a later one, from A to ZZ', () => {
  let revision = 'A';
  const seen = [revision];
  while (revision !== 'ZZ') {
    const next = nextRevision(revision);
    expect(isLaterRevision(next, revision)).toBe(true);
    seen.push(next);
    revision = next;
  }
  expect(seen).toHaveLength(26 + 26 * 26);
  expect(nextRevision('first')).toBe('A');
});
