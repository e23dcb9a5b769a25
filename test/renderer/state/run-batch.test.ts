import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../shared/ipc/contract.ts';
import { batchRunEvents } from '../../../renderer/state/run-batch.ts';
import { reduce } from '../../../renderer/state/reducer.ts';
import { after, event, record, siteId } from '../samples.ts';

function world(costMs = 0) {
  let ms = 0;
  const taken: (readonly RunEvent[])[] = [];
  const soon: (() => void)[] = [];
  const later: { readonly then: () => void; readonly ms: number }[] = [];
  const push = batchRunEvents(
    (events) => {
      ms += costMs;
      taken.push(events);
    },
    { now: () => ms, soon: (then) => soon.push(then), later: (then, wait) => later.push({ then, ms: wait }) },
  );
  return { taken, soon, later, push };
}

const observed = (id: string): RunEvent => ({ kind: 'observed', site: siteId, record: record({ id }) });

describe('the events of a run', () => {
  it('are taken in once a frame, however many come', () => {
    const { taken, soon, push } = world();
    for (let index = 0; index < 1000; index += 1) push(observed(`c${index}`));
    expect(taken).toEqual([]);
    expect(soon).toHaveLength(1);
    soon[0]?.();
    expect(taken.map((events) => events.length)).toEqual([1000]);
  });

  it('come in order: what is told at once comes after what waits', () => {
    const { taken, push } = world();
    push(observed('a'));
    push({ kind: 'failed', site: siteId, problem: { message: '', cure: null, findings: [] } });
    expect(taken.flat().map(({ kind }) => kind)).toEqual(['observed', 'failed']);
  });

  it('wait longer where taking them in took long', () => {
    const { soon, later, push } = world(100);
    push(observed('a'));
    soon[0]?.();
    push(observed('b'));
    expect(soon).toHaveLength(1);
    expect(later.map(({ ms }) => ms)).toEqual([300]);
  });
});

const asked = { kind: 'run-asked', rulesKey: 'key', watch: false } as const;
const finished = event({ kind: 'finished', cancelled: false, readiness: 'not-ready' });

describe('checks that are made again', () => {
  const first = [
    asked,
    event({ kind: 'started', checks: ['a', 'b', 'c'] }),
    event({ kind: 'observed', record: record({ id: 'a' }) }),
    event({ kind: 'observed', record: record({ id: 'b', verdict: 'fail', observation: 'filtered' }) }),
    event({ kind: 'observed', record: record({ id: 'c', verdict: 'fail', observation: 'refused' }) }),
    finished,
  ] as const;
  const again = { ...asked, only: ['b', 'c'] } as const;

  it('wait, while the others stand', () => {
    const { run } = after([...first, again]);
    if (run.kind !== 'running') throw new Error('it does not run');
    expect(Object.keys(run.progress.records)).toEqual(['a']);
    expect(run.progress.checks).toEqual(['a', 'b', 'c']);
  });

  it('show what was seen now; what was not reached stands as it was', () => {
    const { run } = after([
      ...first,
      again,
      event({ kind: 'started', checks: ['b', 'c'] }),
      event({ kind: 'observed', record: record({ id: 'b' }) }),
      event({ kind: 'finished', cancelled: true, readiness: 'not-ready' }),
    ]);
    if (run.kind !== 'finished') throw new Error('it did not finish');
    expect(run.progress.records['b']?.verdict).toBe('pass');
    expect(run.progress.records['c']?.observation).toBe('refused');
  });

  it('leave the run as it was when nothing comes of them, and say why', () => {
    const problem = { message: 'No SSH answer.', cure: null, findings: [] };
    const before = after([...first]);
    const failed = after([...first, again, event({ kind: 'failed', problem })]);
    expect(failed.run).toEqual(before.run);
    expect(failed.problem).toEqual(problem);
    const refused = reduce(after([...first, again]), { kind: 'run-refused', problem });
    expect(refused).toMatchObject({ run: before.run, problem });
  });
});

it('takes twenty thousand results in by batches without copying them for each', () => {
  const ids = Array.from({ length: 20_000 }, (_, index) => `check-${index}`);
  const sample = record();
  let state = after([asked, event({ kind: 'started', checks: ids })]);
  for (let from = 0; from < ids.length; from += 400) {
    const events = ids.slice(from, from + 400).flatMap((id): RunEvent[] => [
      { kind: 'running', site: siteId, check: id, attempt: 1 },
      { kind: 'observed', site: siteId, record: { ...sample, id } },
    ]);
    const next = reduce(state, { kind: 'run-events', events });
    if (next.kind !== 'open') throw new Error('closed');
    state = next;
  }
  if (state.run.kind !== 'running') throw new Error('it does not run');
  expect(Object.keys(state.run.progress.records)).toHaveLength(20_000);
  expect(state.run.progress.attempts).toEqual({});
  expect(state.run.progress.checks).toHaveLength(20_000);
});
