import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenSite } from '../../../../shared/ipc/contract.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let first: WizardWorld;
let second: WizardWorld;
let path: string;

function siteNamed(site: string): SiteFile {
  return {
    format: 'gatecheck/site@1',
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    customer: { name: 'Atelier Rhône', site },
    nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.10/24' } }],
  };
}

const unfinished = (site: string): SiteFile => ({
  ...siteNamed(site),
  nodes: [{ name: 'lyon-1', lan: { address: '10.30.0' } }],
});

async function open(world: WizardWorld): Promise<OpenSite> {
  world.dialogs.site = path;
  const opened = await world.call['site.open']();
  if (opened === null) throw new Error('it did not open');
  return opened;
}

const nameIn = async (file: string): Promise<string> => {
  const { customer } = JSON.parse(await readFile(file, 'utf8')) as SiteFile;
  return customer?.site ?? '';
};

const rowsOf = async (world: WizardWorld): Promise<(string | null)[][]> =>
  (await world.call['recent.list']()).map(({ site, fileName }) => [site, fileName]);

beforeEach(async () => {
  first = await wizardWorld();
  path = join(first.folder, 'lyon.site.json');
  await writeFile(path, JSON.stringify(siteNamed('Lyon')));
});
afterEach(async () => {
  await second.end();
  await first.end();
});

describe.each(['window', 'colleague'] as const)('one file that another %s has open too', (as) => {
  beforeEach(async () => {
    second = await wizardWorld({ world: first, as });
  });

  it('is left as it is by the second to save, and both versions are kept', async () => {
    const [mine, theirs] = [await open(first), await open(second)];
    expect(theirs.otherWindow).toBe(as === 'window');
    await first.call['site.save'](mine.id, siteNamed('Lyon of the first'));
    const saved = await second.call['site.save'](theirs.id, siteNamed('Lyon of the second'));
    expect(saved).toMatchObject({ to: 'draft', conflict: { otherWindow: as === 'window' } });
    expect(await nameIn(path)).toBe('Lyon of the first');
    await first.call['site.save'](mine.id, siteNamed('Lyon of the first again'));
    expect(await nameIn(path)).toBe('Lyon of the first again');
    await second.restart();
    if (as === 'window')
      expect(await rowsOf(second)).toContainEqual(['Lyon of the second', 'not saved to a file yet']);
    const [row] = await second.call['recent.list']();
    const again = await second.call['site.openRecent'](row?.id ?? '');
    expect(again.site.customer?.site).toBe('Lyon of the second');
    // Opening it again gives no right to write over the other's version.
    if (as === 'colleague')
      expect(await second.call['site.save'](again.id, siteNamed('Lyon 3'))).toMatchObject({ to: 'draft' });
    expect(await nameIn(path)).toBe('Lyon of the first again');
  });

  it('is never written by two at once, however they save', async () => {
    const [mine, theirs] = [await open(first), await open(second)];
    const saves = await Promise.all(
      [1, 2, 3, 4, 5].flatMap((round) => [
        first.call['site.save'](mine.id, siteNamed(`first ${round}`)),
        second.call['site.save'](theirs.id, siteNamed(`second ${round}`)),
      ]),
    );
    const winners = new Set(saves.flatMap(({ to }, index) => (to === 'file' ? [index % 2] : [])));
    expect(winners.size).toBe(1);
    expect(await nameIn(path)).toBe(winners.has(0) ? 'first 5' : 'second 5');
  });

  it('goes on with the version in the file, and keeps its own beside it', async () => {
    const [mine, theirs] = [await open(first), await open(second)];
    await first.call['site.save'](mine.id, siteNamed('Lyon of the first'));
    await second.call['site.save'](theirs.id, siteNamed('Lyon of the second'));
    const taken = await second.call['site.takeTheirs'](theirs.id);
    expect(taken.site.customer?.site).toBe('Lyon of the first');
    expect(await second.call['site.save'](taken.id, siteNamed('Lyon of both'))).toMatchObject({ to: 'file' });
    expect(await nameIn(path)).toBe('Lyon of both');
    expect(await rowsOf(second)).toContainEqual(['Lyon of the second', 'not saved to a file yet']);
  });

  it('is saved under another name', async () => {
    const [mine, theirs] = [await open(first), await open(second)];
    await first.call['site.save'](mine.id, siteNamed('Lyon of the first'));
    await second.call['site.save'](theirs.id, siteNamed('Lyon of the second'));
    second.dialogs.saveAs = join(first.folder, 'lyon-2.site.json');
    const saved = await second.call['site.saveAs'](theirs.id, siteNamed('Lyon of the second'));
    expect(saved).toMatchObject({ to: 'file', fileName: 'lyon-2.site.json' });
    expect(saved?.conflict).toBeUndefined();
    expect([await nameIn(path), await nameIn(join(first.folder, 'lyon-2.site.json'))]).toEqual([
      'Lyon of the first',
      'Lyon of the second',
    ]);
  });

  it('makes no quarrel of the same edit in both', async () => {
    const [mine, theirs] = [await open(first), await open(second)];
    await first.call['site.save'](mine.id, siteNamed('Lyon 2'));
    expect(await second.call['site.save'](theirs.id, siteNamed('Lyon 2'))).toMatchObject({ to: 'file' });
  });

  it('keeps unfinished edits of both apart', async () => {
    const [mine, theirs] = [await open(first), await open(second)];
    await first.call['site.save'](mine.id, unfinished('first'));
    await second.call['site.save'](theirs.id, unfinished('second'));
    await Promise.all([first.restart(), second.restart()]);
    const drafts = new Set([first, second].map(({ userFolder }) => join(userFolder, 'drafts')));
    const files = await Promise.all([...drafts].map((folder) => readdir(folder)));
    expect(files.flat()).toHaveLength(2);
    expect((await open(first)).site).toEqual(unfinished('first'));
  });
});

describe('windows of one program', () => {
  beforeEach(async () => {
    second = await wizardWorld({ world: first, as: 'window' });
  });

  it('lead to each other while both have the file open', async () => {
    const mine = await open(first);
    const theirs = await open(second);
    expect(await second.call['site.showOther'](theirs.id)).toBe(true);
    expect(second.shown).toEqual([1]);
    await first.call['site.close'](mine.id);
    expect(await second.call['site.showOther'](theirs.id)).toBe(false);
  });

  it('do not reach each other’s sites', async () => {
    const { id } = await open(first);
    await expect(second.call['site.save'](id, siteNamed('stolen'))).rejects.toThrow('not open any more');
  });

  it('go on with the same site when the wizard ended by itself', async () => {
    const { id } = await open(first);
    await first.call['site.save'](id, siteNamed('Lyon 2'));
    await first.crash();
    expect(await first.call['site.save'](id, siteNamed('Lyon 3'))).toMatchObject({ to: 'file' });
    expect(await nameIn(path)).toBe('Lyon 3');
    // What somebody wrote meanwhile is still somebody's.
    await first.crash();
    await writeFile(path, JSON.stringify(siteNamed('Elsewhere')));
    expect(await first.call['site.save'](id, siteNamed('Lyon 4'))).toMatchObject({ to: 'draft' });
    expect(await nameIn(path)).toBe('Elsewhere');
  });
});

describe('what is kept beside a site', () => {
  beforeEach(async () => {
    second = await wizardWorld({ world: first, as: 'window' });
  });

  it('opens at the step where it was', async () => {
    const { id, step } = await open(first);
    expect(step).toBeUndefined();
    await first.call['site.step'](id, 'checks');
    await first.restart();
    expect((await open(first)).step).toBe('checks');
    const made = await first.call['site.create']();
    await first.call['site.save'](made.id, unfinished('Nizza'));
    await first.call['site.step'](made.id, 'endpoints');
    await first.restart();
    const row = (await first.call['recent.list']()).find(({ site }) => site === 'Nizza');
    expect((await first.call['site.openRecent'](row?.id ?? '')).step).toBe('endpoints');
  });

  it('says where a recent file is and what is not in it yet', async () => {
    const { id } = await open(first);
    const before = await first.call['recent.list']();
    expect(before).toMatchObject([{ folder: first.folder, draft: null, counts: null }]);
    const { at } = await first.call['site.save'](id, unfinished('Lyon 2'));
    expect(await first.call['recent.list']()).toMatchObject([{ folder: first.folder, draft: at }]);
  });

  it('finds a moved file again, with the edits that never reached it', async () => {
    const { id } = await open(first);
    await first.call['site.save'](id, unfinished('Lyon 2'));
    await first.restart();
    const [row] = await first.call['recent.list']();
    const moved = join(first.folder, 'moved.site.json');
    await writeFile(moved, await readFile(path, 'utf8'));
    first.dialogs.site = null;
    expect(await first.call['recent.locate'](row?.id ?? '')).toBeNull();
    first.dialogs.site = moved;
    const opened = await first.call['recent.locate'](row?.id ?? '');
    expect(opened).toMatchObject({ fileName: 'moved.site.json', site: unfinished('Lyon 2') });
    expect(await rowsOf(first)).toEqual([['Lyon', 'moved.site.json']]);
  });

  it('stays as it was when the file that is shown for it is none', async () => {
    await open(first);
    const [row] = await first.call['recent.list']();
    first.dialogs.site = join(first.folder, 'broken.site.json');
    await writeFile(first.dialogs.site, '{');
    await expect(first.call['recent.locate'](row?.id ?? '')).rejects.toThrow('cannot be used');
    expect(await rowsOf(first)).toEqual([['Lyon', 'lyon.site.json']]);
  });
});
