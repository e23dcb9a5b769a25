import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sampleSite } from '../../../renderer/api/fake-sites.ts';
import type { Api } from '../../../renderer/api/client.ts';
import { apiOf } from '../../../renderer/api/client.ts';
import { startAutosave } from '../../../renderer/state/autosave.ts';
import { createStore } from '../../../renderer/state/store.ts';
import type { GatecheckBridge, IpcReply, Problem } from '../../../shared/ipc/contract.ts';
import { openSite } from '../samples.ts';

type SaveReply = IpcReply<'site.save'>;

/** A main process that keeps what it was told to save, and answers when the test says so. */
function slowMain() {
  const drafts: unknown[] = [];
  const answers: ((reply: SaveReply) => void)[] = [];
  const call = (_channel: string, ...args: readonly unknown[]): Promise<unknown> => {
    drafts.push(args[1]);
    return new Promise((resolve) => answers.push(resolve));
  };
  const api: Api = apiOf({
    call: call as GatecheckBridge['call'],
    onRunEvent: () => () => undefined,
    onWindowEvent: () => () => undefined,
  });
  const saved = (): void =>
    answers.shift()?.({
      ok: true,
      value: { at: '2026-11-24T20:41:00Z', fileName: null, to: 'draft', findings: [] },
    });
  const failed = (problem: Problem): void => answers.shift()?.({ ok: false, problem });
  return { api, drafts, saved, failed };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function started() {
  const main = slowMain();
  const store = createStore();
  const autosave = startAutosave(store, main.api);
  store.dispatch({ kind: 'opened', site: openSite() });
  const type = (name: string): void =>
    store.dispatch({ kind: 'edited', site: { ...sampleSite, customer: { name } }, field: 'customer.name' });
  const saveKind = (): string => {
    const state = store.get();
    return state.kind === 'open' ? state.save.kind : 'closed';
  };
  return { ...main, autosave, type, saveKind };
}

it('saves once, after the last keystroke', async () => {
  const { type, drafts, saved, saveKind } = started();
  for (const name of ['A', 'Au', 'Aurora']) {
    type(name);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(drafts).toEqual([]);
  await vi.advanceTimersByTimeAsync(600);
  expect(drafts).toMatchObject([{ customer: { name: 'Aurora' } }]);
  saved();
  await vi.advanceTimersByTimeAsync(0);
  expect(saveKind()).toBe('saved');
});

it('saves in between for who types without a pause', async () => {
  const { type, drafts, saved } = started();
  for (const name of ['A', 'Au', 'Aur', 'Auro', 'Auror', 'Aurora']) {
    type(name);
    await vi.advanceTimersByTimeAsync(200);
    if (drafts.length > 0) saved();
  }
  expect(drafts.length).toBeGreaterThanOrEqual(2);
});

it('saves again what was typed while the disk was slow, in this order', async () => {
  const { type, drafts, saved, saveKind, autosave } = started();
  type('A');
  const flushed = autosave.flush();
  await vi.advanceTimersByTimeAsync(0);
  type('AB');
  await vi.advanceTimersByTimeAsync(2000);
  expect(drafts).toHaveLength(1);
  saved();
  await vi.advanceTimersByTimeAsync(0);
  expect(drafts).toMatchObject([{ customer: { name: 'A' } }, { customer: { name: 'AB' } }]);
  saved();
  await flushed;
  expect(saveKind()).toBe('saved');
});

it('stops trying after a failure until something is typed again', async () => {
  const { type, drafts, failed, saveKind } = started();
  type('A');
  await vi.advanceTimersByTimeAsync(700);
  failed({ message: 'The disk is full.', cure: null, findings: [] });
  await vi.advanceTimersByTimeAsync(5000);
  expect(saveKind()).toBe('failed');
  expect(drafts).toHaveLength(1);
  type('AB');
  await vi.advanceTimersByTimeAsync(700);
  expect(drafts).toHaveLength(2);
});

it('has nothing to do when nothing was typed', async () => {
  const { autosave, drafts } = started();
  await autosave.flush();
  expect(drafts).toEqual([]);
});
