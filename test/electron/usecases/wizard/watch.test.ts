import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IpcArguments } from '../../../../shared/ipc/contract.ts';
import { parseReport } from '../../../../shared/report/parse-report.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
beforeEach(async () => {
  world = await wizardWorld();
  world.dialogs.folder = world.folder;
});
afterEach(async () => {
  await world.end();
});

const settings: IpcArguments<'watch.start'>[1] = {
  ...{ nodes: [], hosts: [], allowLarge: false },
  ...{ everySeconds: 5, minutes: 1, notify: true, passphrase: null },
};

describe('a watch in the wizard', { timeout: 180_000 }, () => {
  it('notes when rules open, tells of each, and ends with a signed report that holds the times', async () => {
    const { id } = await world.call['site.openPractice']('blocked');
    const started = await world.call['watch.start'](id, settings);
    expect(started?.total).toBeGreaterThan(5);
    await expect(world.call['watch.start'](id, settings)).rejects.toThrow('run already');
    const waiting = await world.event('watch-waiting', 'failed');
    expect(waiting).toMatchObject({ kind: 'watch-waiting', site: id });
    await world.call['run.cancel'](id);
    const ended = await world.event('watch-ended', 'failed');
    expect(ended).toMatchObject({ kind: 'watch-ended', why: 'stopped', written: { folder: world.folder } });

    const opened = world.events.filter(({ kind }) => kind === 'watch-change');
    expect(opened.length).toBeGreaterThan(3);
    expect(world.notified.length).toBe(opened.length + 1);
    const text = await readFile(join(world.folder, 'practice-blocked.readiness.json'), 'utf8');
    const parsed = parseReport(text);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const { watch, checks } = parsed.value.report;
    expect(watch).toMatchObject({ ended: 'stopped', everySeconds: 5, rounds: 1 });
    expect(watch?.openings).toHaveLength(opened.length);
    const draft = await world.call['report.draft'](id);
    expect(draft?.checks).toEqual(checks);
    // What the window shows then is signed again as it is, with its times.
    await world.call['report.sign'](id, { passphrase: null });
    world.dialogs.report = join(world.folder, 'practice-blocked.readiness.json');
    expect((await world.call['verify.choose']())?.results).toMatchObject([{ result: 'intact' }]);
    expect(await readFile(world.dialogs.report, 'utf8')).toContain('"openings":[{');
  });

  it('does not begin when the person closes the dialog, and tells nothing when notifications are off', async () => {
    const { id } = await world.call['site.openPractice']('solved');
    world.dialogs.folder = null;
    expect(await world.call['watch.start'](id, settings)).toBeNull();
    world.dialogs.folder = world.folder;
    await world.call['watch.start'](id, { ...settings, notify: false });
    await world.event('watch-change', 'failed');
    await world.call['run.cancel'](id);
    expect(await world.event('watch-ended', 'failed')).toMatchObject({ kind: 'watch-ended' });
    expect(world.notified).toEqual([]);
  });
});
