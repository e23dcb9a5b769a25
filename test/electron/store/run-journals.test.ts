import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runJournals } from '../../../electron/store/run-journals.ts';
import { recordOfInterrupted } from '../../../electron/usecases/run/interrupted-run.ts';
import { observedCheck } from '../../helpers/site-run.ts';
import { provableSite } from '../../shared/report/sample-report.ts';

const planned = provableSite();
const [first, second] = planned.checks;
if (first === undefined || second === undefined) throw new Error('the sample site has checks');
const at = '2026-11-24T20:40:05Z';
/** A process that ended a moment ago. */
const gone = spawnSync(process.execPath, ['--version']).pid;
const head = { site: 'a'.repeat(64), siteName: 'gdansk', startedAt: '2026-11-24T20:40:00Z', laptop: [] };

describe('the journal of a run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatecheck-journals-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const files = (): string[] => readdirSync(join(folder, 'runs'));

  it('keeps what was seen of a run whose process is gone', async () => {
    const journal = await runJournals(folder, gone).begin('one', head);
    const journals = runJournals(folder);
    journal.observed(observedCheck(first, 'confirmed'), at);
    await expect.poll(async () => (await journals.interrupted(head.site))[0]?.checks.length).toBe(1);
    const [run] = await journals.interrupted(head.site);
    expect(run).toMatchObject({ siteName: 'gdansk', endedAt: at, checks: [{ id: first.id }] });
    expect(await journals.interrupted('b'.repeat(64))).toEqual([]);
  });

  it('is nobody else’s to read, and goes when the report is written', async () => {
    const journal = await runJournals(folder).begin('one', head);
    const [name = ''] = files();
    expect(statSync(join(folder, 'runs', name)).mode & 0o077).toBe(0);
    await journal.close();
    expect(files()).toEqual([]);
  });

  it('of a run that goes on is no interrupted one', async () => {
    const journals = runJournals(folder);
    await journals.begin('one', head);
    expect(await journals.interrupted(head.site)).toEqual([]);
  });

  it('is interrupted once its program has ended, also while a process of that program still lives', async () => {
    // As the wizard's process does, which outlives a killed main process for a moment.
    await runJournals(folder, gone).begin('one', head);
    expect(await runJournals(folder).interrupted(head.site)).toHaveLength(1);
  });

  it('is interrupted when another program got the number of the one that wrote it', async () => {
    await runJournals(folder, process.ppid).begin('one', head);
    const path = join(folder, 'runs', files()[0] ?? '');
    expect(await runJournals(folder).interrupted(head.site)).toEqual([]);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(path, longAgo, longAgo);
    expect(await runJournals(folder).interrupted(head.site)).toHaveLength(1);
  });

  it('counts as far as it is whole: the last line may be half', async () => {
    const journal = await runJournals(folder, gone).begin('one', head);
    const journals = runJournals(folder);
    journal.observed(observedCheck(first, 'confirmed'), at);
    await expect.poll(async () => (await journals.interrupted(head.site))[0]?.checks.length).toBe(1);
    appendFileSync(join(folder, 'runs', files()[0] ?? ''), '{"at":"2026-11-24T20:40:06Z","observed":{"id":');
    expect((await journals.interrupted(head.site))[0]?.checks).toHaveLength(1);
  });
});

describe('the record of an interrupted run', () => {
  it('has what was seen, and says of all else that it was not run', () => {
    const { site, checks } = planned;
    const plan = { checks, controls: [], remarks: [], largestNode: checks.length };
    const record = recordOfInterrupted(site, plan, {
      ...head,
      ...{ id: 'one', endedAt: at, nodes: [], ended: null },
      checks: [observedCheck(second, 'filtered')],
    });
    expect(record.cancelled).toBe(true);
    expect(record.checks.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
    const words = new Map(record.checks.map(({ id, observation }) => [id, observation]));
    expect(words.get(second.id)).toBe('filtered');
    expect(words.get(first.id)).toBe('not-run');
    expect(record.nodes[0]?.failure).toContain('interrupted before this node was reached');
  });
});
