import { describe, expect, it } from 'vitest';
import { whyNoWatch } from '../../../renderer/steps/checks/watch-fields.tsx';
import { timeUntil, changeSentence } from '../../../renderer/state/watch.ts';
import { windowTitle } from '../../../renderer/state/window-title.ts';
import type { Action } from '../../../renderer/state/state.ts';
import { firstState } from '../../../renderer/state/state.ts';
import { after, event, record } from '../samples.ts';

const asked: Action = { kind: 'run-asked', rulesKey: 'key', watch: true };
const at = '2026-11-24T20:41:07Z';
const change = (what: 'opened' | 'closed', rule: string) =>
  event({
    ...{ kind: 'watch-change', what, rule, title: 'LDAP', service: '389/tcp', at },
    since: '2026-11-24T20:40:37Z',
  });
const waiting = (red: number) => event({ kind: 'watch-waiting', at, nextAt: at, open: 3, red });
const written = { folder: '/x', files: [] };
const ended = event({ kind: 'watch-ended', at, why: 'all-open', written });
const finished = event({ kind: 'finished', cancelled: false, readiness: 'ready' });

describe('a watch in the window', () => {
  it('keeps each opening and each closing, the newest first, with its second', () => {
    const { watch } = after([asked, change('opened', 'a'), change('closed', 'a'), change('opened', 'b')]);
    expect(watch?.changes.map(({ rule, what }) => `${rule} ${what}`)).toEqual([
      'b opened',
      'a closed',
      'a opened',
    ]);
    expect(changeSentence(watch!.changes[0]!)).toBe(
      '2026-11-24T20:41:07Z LDAP 389/tcp opened, after 2026-11-24T20:40:37Z',
    );
  });

  it('keeps what earlier rounds saw when a later one makes fewer checks', () => {
    const first = record({ id: 'a' });
    const state = after([
      asked,
      event({ kind: 'started', checks: ['a', 'b'] }),
      event({ kind: 'observed', record: first }),
      event({ kind: 'started', checks: ['b'] }),
    ]);
    expect(state.run).toMatchObject({ progress: { checks: ['a', 'b'], records: { a: { id: 'a' } } } });
  });

  it('says which node is lost until it is reached again', () => {
    const lost = (says: string | null) => event({ kind: 'watch-lost', at, node: 'szz-1', says });
    expect(after([asked, lost('No answer.')]).watch?.lost).toEqual({ 'szz-1': 'No answer.' });
    expect(after([asked, lost('No answer.'), lost(null)]).watch?.lost).toEqual({});
  });

  it('takes its end in after the run is over, and no news without a watch', () => {
    expect(after([asked, finished, ended]).watch?.ended?.why).toBe('all-open');
    expect(after([{ ...asked, watch: false }, waiting(3)]).watch).toBeNull();
    expect(after([asked, waiting(3), { ...asked, watch: false }]).watch).toBeNull();
  });

  it('shows in the window’s title how many checks are left', () => {
    const title = (...actions: Action[]): string => windowTitle(after(actions));
    expect(windowTitle(firstState)).toBe('Gatecheck');
    expect(title(asked)).toBe('Watching – Gatecheck');
    expect(title(asked, waiting(3))).toBe('3 left – Gatecheck');
    expect(title(asked, waiting(0), finished, ended)).toBe('Watch over – Gatecheck');
    expect(title({ ...asked, watch: false })).toBe('Szczecin DC1 – Gatecheck');
  });

  it('says the time that is left in the unit that fits', () => {
    const now = Date.parse('2026-11-24T20:00:00Z');
    expect(
      ['2026-11-24T20:00:45Z', '2026-11-24T20:12:10Z', '2026-11-24T23:05:00Z', '2026-11-24T19:00:00Z'].map(
        (utc) => timeUntil(utc, now),
      ),
    ).toEqual(['45 s', '12 min', '3 h 05 min', '0 s']);
  });
});

describe('the watch form', () => {
  const draft = { seconds: '15', minutes: '60', notify: true, passphrase: '' };

  it('takes bounded times, and the passphrase only where it is needed', () => {
    expect(whyNoWatch(draft, false)).toBeNull();
    expect(whyNoWatch(draft, true)).toContain('passphrase');
    expect(whyNoWatch({ ...draft, passphrase: 'x' }, true)).toBeNull();
    for (const seconds of ['4', '', '1.5', '-20', '3601', 'abc'])
      expect(whyNoWatch({ ...draft, seconds }, false)).toBe('Look every 5 to 3600 seconds.');
    expect(whyNoWatch({ ...draft, minutes: '1441' }, false)).toBe('Watch for 1 to 1440 minutes.');
  });
});
