import { expect, it } from 'vitest';
import { typedOfUtc, utcOfTyped, zoneOf } from '../../../renderer/steps/request/utc-text.ts';

it('a time is kept in UTC as the site file wants it, and shown as it was typed', () => {
  expect(utcOfTyped('2026-11-24 20:00')).toBe('2026-11-24T20:00:00Z');
  expect(typedOfUtc('2026-11-24T20:00:00Z')).toBe('2026-11-24 20:00');
});

it('an unfinished time stays as it is typed', () => {
  for (const text of ['', '2026', '2026-11-24 20:0', 'tomorrow'])
    expect(typedOfUtc(utcOfTyped(text))).toBe(text);
});

it('a time of the site’s own zone is the same moment in UTC, in summer and in winter', () => {
  expect(utcOfTyped('2026-11-24 20:00', 'Europe/Warsaw')).toBe('2026-11-24T19:00:00Z');
  expect(utcOfTyped('2026-07-24 20:00', 'Europe/Warsaw')).toBe('2026-07-24T18:00:00Z');
  expect(utcOfTyped('2026-07-24 20:00', 'Asia/Kolkata')).toBe('2026-07-24T14:30:00Z');
});

it('every hour around a change of the clocks comes back as it was typed, or stays as typed where no clock shows it', () => {
  for (const zone of ['Europe/Warsaw', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Tokyo'])
    for (const day of ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'])
      for (let hour = 0; hour < 24; hour += 1) {
        const typed = `${day} ${String(hour).padStart(2, '0')}:30`;
        expect(typedOfUtc(utcOfTyped(typed, zone), zone), zone).toBe(typed);
      }
  expect(utcOfTyped('2026-03-29 02:30', 'Europe/Warsaw')).toBe('2026-03-29 02:30');
});

it('a zone that does not exist is not used', () => {
  expect(zoneOf('Europe/Wars')).toBe('UTC');
  expect(zoneOf(null)).toBe('UTC');
  expect(zoneOf('Europe/Warsaw')).toBe('Europe/Warsaw');
});
