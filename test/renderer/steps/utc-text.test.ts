import { expect, it } from 'vitest';
import { typedOfUtc, utcOfTyped } from '../../../renderer/steps/request/utc-text.ts';

it('a time is kept in UTC as the site file wants it, and shown as it was typed', () => {
  expect(utcOfTyped('2026-11-24 20:00')).toBe('2026-11-24T20:00:00Z');
  expect(typedOfUtc('2026-11-24T20:00:00Z')).toBe('2026-11-24 20:00');
});

it('an unfinished time stays as it is typed', () => {
  for (const text of ['', '2026', '2026-11-24 20:0', 'tomorrow'])
    expect(typedOfUtc(utcOfTyped(text))).toBe(text);
});
