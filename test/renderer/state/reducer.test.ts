import { describe, expect, it } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import { reduce } from '../../../renderer/state/reducer.ts';
import { firstState } from '../../../renderer/state/state.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { after, event, openSite, record } from '../samples.ts';

const named = (name: string): SiteFile => ({ ...sampleSite, customer: { ...sampleSite.customer, name } });
const typed = (name: string, field: string | null = 'customer.name') =>
  ({ kind: 'edited', site: named(name), field }) as const;

describe('addresses that are typed but not added', () => {
  it('wait while another step is looked at', () => {
    const paste = { role: 'dnsServers', text: '10.48.300.4' };
    const state = after([
      { kind: 'pasted', paste },
      { kind: 'stepped', step: 'features' },
      { kind: 'stepped', step: 'endpoints' },
    ]);
    expect(state.paste).toEqual(paste);
    expect(state.history.present).toBe(sampleSite);
  });
});

describe('undo and redo', () => {
  it('takes the keystrokes of one field back in one step', () => {
    const state = after([typed('A'), typed('Au'), typed('Aurora'), { kind: 'undone' }]);
    expect(state.history.present).toBe(sampleSite);
    const again = reduce(state, { kind: 'redone' });
    expect(again.kind === 'open' && again.history.present.customer?.name).toBe('Aurora');
  });

  it('begins a new step when the field was left in between', () => {
    const state = after([typed('A'), { kind: 'settled' }, typed('B'), { kind: 'undone' }]);
    expect(state.history.present.customer?.name).toBe('A');
  });

  it('keeps an edit without a field as a step of its own', () => {
    const state = after([typed('A', null), typed('B', null), { kind: 'undone' }]);
    expect(state.history.present.customer?.name).toBe('A');
  });

  it('forgets what was undone when something else is typed', () => {
    const state = after([typed('A', null), { kind: 'undone' }, typed('B', null), { kind: 'redone' }]);
    expect(state.history.present.customer?.name).toBe('B');
  });

  it('changes nothing when there is nothing to undo', () => {
    const state = after([{ kind: 'undone' }, { kind: 'redone' }]);
    expect(state.history.present).toBe(sampleSite);
    expect(state.save.kind).toBe('unchanged');
  });

  it('leaves an undone edit to be saved too', () => {
    expect(after([typed('A'), { kind: 'undone' }]).save.kind).toBe('pending');
  });
});

describe('saving', () => {
  const saved = { at: '2026-11-24T20:41:00Z', fileName: 'a.site.json', to: 'file', findings: [] } as const;

  it('is done when what was written is what is there', () => {
    const site = named('Aurora');
    const state = after([
      { kind: 'edited', site, field: null },
      { kind: 'saving' },
      { kind: 'saved', saved, site },
    ]);
    expect(state.save).toEqual({ kind: 'saved', saved });
    expect(state.fileName).toBe('a.site.json');
  });

  it('is still pending when something was typed meanwhile', () => {
    const site = named('A');
    const state = after([
      { kind: 'edited', site, field: null },
      { kind: 'saving' },
      typed('AB'),
      { kind: 'saved', saved, site },
    ]);
    expect(state.save.kind).toBe('pending');
  });

  it('keeps the edits when it fails', () => {
    const problem = { message: 'The disk is full.', cure: null, findings: [] };
    const state = after([typed('Aurora'), { kind: 'saving' }, { kind: 'save-failed', problem }]);
    expect(state.save).toEqual({ kind: 'failed', problem });
    expect(state.history.present.customer?.name).toBe('Aurora');
  });
});

describe('a run', () => {
  const asked = { kind: 'run-asked', rulesKey: 'key', watch: false } as const;
  const observed = record();

  it('moves a check from running to observed', () => {
    const running = after([
      asked,
      event({ kind: 'started', checks: [observed.id] }),
      event({ kind: 'running', check: observed.id, attempt: 2 }),
    ]);
    expect(running.run.kind === 'running' && running.run.progress.attempts).toEqual({ [observed.id]: 2 });
    const done = reduce(running, event({ kind: 'observed', record: observed }));
    if (done.kind !== 'open' || done.run.kind !== 'running') throw new Error('The run ended.');
    expect(done.run.progress.attempts).toEqual({});
    expect(done.run.progress.records[observed.id]).toBe(observed);
  });

  it('keeps an observation that the plan did not name', () => {
    const state = after([
      asked,
      event({ kind: 'started', checks: [] }),
      event({ kind: 'observed', record: observed }),
    ]);
    expect(state.run.kind === 'running' && state.run.progress.checks).toEqual([observed.id]);
  });

  it('keeps what was observed when it is cancelled', () => {
    const state = after([
      asked,
      event({ kind: 'started', checks: [observed.id, 'another'] }),
      event({ kind: 'observed', record: observed }),
      { kind: 'cancel-asked' },
      event({ kind: 'finished', cancelled: true, readiness: 'not-ready' }),
    ]);
    expect(state.run).toMatchObject({ kind: 'finished', cancelled: true, readiness: 'not-ready' });
    expect(state.run.kind === 'finished' && Object.keys(state.run.progress.records)).toEqual([observed.id]);
  });

  it('keeps what was observed when it fails', () => {
    const problem = { message: 'Connection lost.', cure: null, findings: [] };
    const state = after([
      asked,
      event({ kind: 'started', checks: [observed.id] }),
      event({ kind: 'observed', record: observed }),
      event({ kind: 'failed', problem }),
    ]);
    expect(state.run).toMatchObject({ kind: 'failed', problem });
    expect(state.run.kind === 'failed' && Object.keys(state.run.progress.records)).toEqual([observed.id]);
  });

  it('asks about a host key until it is answered, or the run is over', () => {
    const question = event({
      kind: 'host-key',
      question: 'q',
      host: '10.48.16.10',
      port: 22,
      fingerprint: 'SHA256:x',
      algorithm: 'ssh-ed25519',
      bits: 256,
      pin: 'none',
    });
    expect(after([asked, question]).question?.host).toBe('10.48.16.10');
    expect(after([asked, question, { kind: 'question-answered' }]).question).toBeNull();
    const problem = { message: 'No SSH answer.', cure: null, findings: [] };
    expect(after([asked, question, event({ kind: 'failed', problem })]).question).toBeNull();
  });

  it('takes no event of another site, and none after its end', () => {
    const foreign = {
      kind: 'run-events',
      events: [{ kind: 'started', site: 'site-2', checks: ['x'] }],
    } as const;
    const state = after([
      asked,
      foreign,
      event({ kind: 'finished', cancelled: false, readiness: 'ready' }),
      event({ kind: 'started', checks: ['late'] }),
    ]);
    expect(state.run.kind === 'finished' && state.run.progress.checks).toEqual([]);
  });

  it('that was refused leaves no run behind, only the problem', () => {
    const problem = { message: 'The site is not complete.', cure: null, findings: [] };
    const state = after([asked, { kind: 'run-refused', problem }]);
    expect(state.run).toEqual({ kind: 'not-run' });
    expect(state.problem).toBe(problem);
  });

  it('throws the report of the run before away', () => {
    expect(after([{ kind: 'report-asked' }, asked]).report).toEqual({ kind: 'none' });
  });
});

describe('the start screen', () => {
  it('knows the software again after a site was closed', () => {
    const info = {
      version: '1.0.0',
      catalog: { id: 'c', version: '1', title: 'C' },
      platform: 'linux',
      agentAvailable: true,
    };
    const state = [
      { kind: 'info', info } as const,
      { kind: 'opened', site: openSite() } as const,
      { kind: 'closed' } as const,
    ].reduce(reduce, firstState);
    expect(state).toEqual({ ...firstState, info });
  });

  it('ignores what only an open site can do', () => {
    expect(reduce(firstState, { kind: 'undone' })).toBe(firstState);
    expect(reduce(firstState, { kind: 'run-asked', rulesKey: '', watch: false })).toBe(firstState);
  });
});
