import { describe, expect, it } from 'vitest';
import { reading } from '../../../shared/probes/failure-reading.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { observe } from '../../../shared/probes/observe.ts';
import { decideDial } from '../../../shared/probes/resolution.ts';
import { aCheck } from './samples.ts';

const seen = (...words: Observation[]): { observation: Observation; flaky: boolean } => {
  const { observation, flaky } = observe(words.map((word) => reading(word, word)));
  return { observation, flaky };
};

describe('the attempts of a check', () => {
  it('give the last decisive observation, and are flaky when they differ', () => {
    expect(seen('filtered', 'open')).toEqual({ observation: 'open', flaky: true });
    expect(seen('filtered', 'filtered')).toEqual({ observation: 'filtered', flaky: false });
    expect(seen('refused', 'confirmed')).toEqual({ observation: 'confirmed', flaky: true });
    expect(seen('refused', 'no-answer')).toEqual({ observation: 'refused', flaky: true });
    expect(seen('confirmed', 'error')).toEqual({ observation: 'confirmed', flaky: true });
  });

  it('are silence rather than an error when none decides', () => {
    expect(seen('no-answer', 'error').observation).toBe('no-answer');
  });

  it('that do not exist were not run', () => {
    expect(seen()).toEqual({ observation: 'not-run', flaky: false });
  });
});

describe('the name of a target', () => {
  const check = aCheck({ target: { host: 'store.corp.example' } });
  const pinned = aCheck({
    target: { host: 'store.corp.example' },
    expectations: { resolvesTo: ['10.20.9.9'] },
  });

  it('is dialled at each of its addresses once, up to a bound', () => {
    const decision = decideDial(check, {
      kind: 'resolved',
      addresses: ['10.20.9.9', '10.20.9.8', '10.20.9.9'],
    });
    expect(decision).toEqual({ kind: 'dial', addresses: ['10.20.9.9', '10.20.9.8'], beyond: [] });
    const many = Array.from({ length: 10 }, (_, index) => `10.20.9.${index + 1}`);
    expect(decideDial(check, { kind: 'resolved', addresses: many })).toEqual({
      kind: 'dial',
      addresses: many.slice(0, 8),
      beyond: ['10.20.9.9', '10.20.9.10'],
    });
  });

  it('that does not resolve is unresolved', () => {
    const decision = decideDial(check, { kind: 'unresolved', message: 'no such name' });
    expect(decision).toMatchObject({ kind: 'observed', reading: { observation: 'unresolved' } });
    expect(decideDial(check, { kind: 'resolved', addresses: [] })).toMatchObject({ kind: 'observed' });
  });

  it('that resolves to an address that nobody entered is intercepted, and not dialled', () => {
    expect(decideDial(pinned, { kind: 'resolved', addresses: ['10.20.9.9'] }).kind).toBe('dial');
    expect(decideDial(pinned, { kind: 'resolved', addresses: ['203.0.113.7'] })).toMatchObject({
      kind: 'observed',
      reading: { observation: 'intercepted' },
    });
  });
});
