import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenSite } from '../../../../shared/ipc/contract.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
let sitePath: string;
beforeEach(async () => {
  world = await wizardWorld();
  sitePath = join(world.folder, 'lyon.site.json');
});
afterEach(async () => {
  await world.end();
});

const site: SiteFile = {
  format: 'gatecheck/site@1',
  catalog: 'panzura-cloudfs',
  deployment: 'one-arm',
  customer: { name: 'Atelier Rhône', site: 'Lyon' },
  nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.10/24' } }],
};
const renamed: SiteFile = { ...site, customer: { name: 'Atelier Rhône', site: 'Lyon 2' } };
const unfinished: SiteFile = { ...renamed, nodes: [{ name: 'lyon-1', lan: { address: '10.30.0' } }] };

const textOf = (path: string): Promise<string> => readFile(path, 'utf8');

/** A site that was opened from its file. */
async function openFile(content: unknown = site): Promise<OpenSite> {
  await writeFile(sitePath, typeof content === 'string' ? content : JSON.stringify(content));
  world.dialogs.site = sitePath;
  const opened = await world.call['site.open']();
  if (opened === null) throw new Error('it did not open');
  return opened;
}

describe('saving', () => {
  it('writes a valid site to its own file', async () => {
    const { id } = await openFile();
    const saved = await world.call['site.save'](id, renamed);
    expect(saved).toMatchObject({ to: 'file', fileName: 'lyon.site.json', findings: [] });
    expect(JSON.parse(await textOf(sitePath))).toMatchObject({ customer: { site: 'Lyon 2' } });
  });

  it('keeps an unfinished site among the drafts and leaves its file as it was', async () => {
    const { id } = await openFile();
    const before = await textOf(sitePath);
    const saved = await world.call['site.save'](id, unfinished);
    expect(saved.to).toBe('draft');
    expect(saved.findings[0]?.path).toBe('nodes[0].lan.address');
    expect(await textOf(sitePath)).toBe(before);
  });

  it('brings an unfinished site back the next time its file is opened', async () => {
    const { id } = await openFile();
    await world.call['site.save'](id, unfinished);
    await world.restart();
    const again = await world.call['site.open']();
    expect(again?.recoveredFrom).not.toBeNull();
    expect(again?.site).toEqual(unfinished);
    await world.call['site.save'](again?.id ?? '', renamed);
    await world.restart();
    expect((await world.call['site.open']())?.recoveredFrom).toBeNull();
  });

  it('brings a site that never had a file back from the start screen, until it is forgotten', async () => {
    const { id } = await world.call['site.create']();
    expect(await world.call['recent.list']()).toEqual([]);
    await world.call['site.save'](id, unfinished);
    await world.restart();
    const [row] = await world.call['recent.list']();
    expect(row).toMatchObject({ customer: 'Atelier Rhône', site: 'Lyon 2', found: true });
    const again = await world.call['site.openRecent'](row?.id ?? '');
    expect(again).toMatchObject({ fileName: null, site: unfinished });
    await world.call['recent.forget'](row?.id ?? '');
    expect(await world.call['recent.list']()).toEqual([]);
  });

  it('does not write over what another program wrote since', async () => {
    const { id } = await openFile();
    await world.call['site.save'](id, renamed);
    const foreign = JSON.stringify({ ...site, customer: { name: 'Edited elsewhere' } });
    await writeFile(sitePath, foreign);
    const saved = await world.call['site.save'](id, site);
    expect(saved.to).toBe('draft');
    expect(saved.findings[0]?.message).toContain('changed by another program');
    expect(await textOf(sitePath)).toBe(foreign);
  });

  it('prefers a file that was changed after the draft, and keeps the draft beside it', async () => {
    const { id } = await openFile();
    await world.call['site.save'](id, unfinished);
    await world.restart();
    const later = new Date(Date.now() + 60_000);
    await utimes(sitePath, later, later);
    const again = await world.call['site.open']();
    expect(again).toMatchObject({ recoveredFrom: null, site: { customer: { site: 'Lyon' } } });
    const rows = await world.call['recent.list']();
    expect(rows.map(({ site: name, fileName }) => [name, fileName])).toEqual([
      ['Lyon 2', 'not saved to a file yet'],
      ['Lyon', 'lyon.site.json'],
    ]);
  });

  it('keeps the edits when the file cannot be written, and says why', async () => {
    const folder = join(world.folder, 'stick');
    await mkdir(folder);
    world.dialogs.saveAs = join(folder, 'lyon.site.json');
    const { id } = await world.call['site.create']();
    await world.call['site.saveAs'](id, site);
    // The stick is pulled out.
    await rm(folder, { recursive: true });
    await expect(world.call['site.save'](id, renamed)).rejects.toMatchObject({ kind: 'not-found' });
    await world.restart();
    const rows = await world.call['recent.list']();
    const again = await world.call['site.openRecent'](rows[0]?.id ?? '');
    expect(again.site).toEqual(renamed);
  });
});

describe('saving under another name', () => {
  it('adds the ending, goes on with that file, and drops the draft', async () => {
    const { id } = await world.call['site.create']();
    await world.call['site.save'](id, site);
    world.dialogs.saveAs = join(world.folder, 'lyon-dc1');
    const saved = await world.call['site.saveAs'](id, site);
    expect(saved).toMatchObject({ to: 'file', fileName: 'lyon-dc1.site.json' });
    expect((await world.call['recent.list']()).map(({ fileName }) => fileName)).toEqual([
      'lyon-dc1.site.json',
    ]);
    expect(await world.call['site.save'](id, renamed)).toMatchObject({ to: 'file' });
    expect(await readdir(join(world.userFolder, 'drafts'))).toEqual([]);
  });

  it('does not replace a file that the dialog did not ask about', async () => {
    await writeFile(sitePath, 'mine');
    const { id } = await world.call['site.create']();
    world.dialogs.saveAs = join(world.folder, 'lyon');
    await expect(world.call['site.saveAs'](id, site)).rejects.toThrow(
      'There is a file lyon.site.json already',
    );
    expect(await textOf(sitePath)).toBe('mine');
  });

  it('changes nothing when the person closes the dialog or the name does not serve', async () => {
    const { id } = await world.call['site.create']();
    expect(await world.call['site.saveAs'](id, site)).toBeNull();
    world.dialogs.saveAs = join(world.folder, 'Lyon Süd.site.json');
    await expect(world.call['site.saveAs'](id, site)).rejects.toMatchObject({ kind: 'bad-name' });
    expect(await world.call['site.save'](id, site)).toMatchObject({ to: 'draft', fileName: null });
  });
});

describe('opening', () => {
  it.each([
    ['no JSON', '{ "format": ', ''],
    [
      'an address that is none',
      { ...site, nodes: [{ name: 'a', lan: { address: '10.30.0.300' } }] },
      'nodes[0].lan.address',
    ],
    ['a key that nobody knows', { ...site, nodess: [] }, 'nodess'],
    [
      'a port that is none',
      { ...site, nodes: [{ ...site.nodes[0], ssh: { host: '10.30.0.10', port: 70_000, user: 'admin' } }] },
      'nodes[0].ssh.port',
    ],
  ])('refuses a file with %s, and names the place', async (_what, content, place) => {
    const opening = openFile(content);
    await expect(opening).rejects.toMatchObject({ message: 'lyon.site.json cannot be used as a site file.' });
    await expect(opening).rejects.toMatchObject({ findings: [{ path: place }] });
    expect(await world.call['recent.list']()).toEqual([]);
  });

  it('shows a recent site whose file is gone, and says so when it is opened', async () => {
    await openFile();
    await rm(sitePath);
    const [row] = await world.call['recent.list']();
    expect(row).toMatchObject({ found: false, site: 'Lyon' });
    await expect(world.call['site.openRecent'](row?.id ?? '')).rejects.toMatchObject({ kind: 'not-found' });
    await world.call['recent.forget'](row?.id ?? '');
    expect(await world.call['recent.list']()).toEqual([]);
  });

  it('does nothing when the person closes the dialogs', async () => {
    const { id } = await world.call['site.create']();
    await world.call['site.save'](id, site);
    const closed = await Promise.all([
      world.call['site.open'](),
      world.call['keyFile.choose'](),
      world.call['verify.choose'](),
      world.call['request.save'](id, { formats: ['pdf'], paper: 'a4', sameFolder: false, against: null }),
    ]);
    expect(closed).toEqual([null, null, null, null]);
  });

  it('gives a new site that is empty, and says what the program is', async () => {
    const { site: made, fileName, practice } = await world.call['site.create']();
    expect({ fileName, practice }).toEqual({ fileName: null, practice: null });
    expect(made.nodes).toEqual([{ name: 'node-1', lan: { address: '' } }]);
    expect(await world.call['app.info']()).toMatchObject({
      catalog: { id: 'panzura-cloudfs' },
      agentAvailable: false,
    });
  });
});

describe('the change request', () => {
  it('is written where the person says, and its files can be shown', async () => {
    const { id } = await openFile();
    await world.call['site.save'](id, site);
    const out = join(world.folder, 'out');
    await mkdir(out);
    world.dialogs.folder = out;
    const written = await world.call['request.save'](id, {
      formats: ['pdf', 'json'],
      paper: 'letter',
      sameFolder: false,
      against: null,
    });
    expect((await readdir(out)).sort()).toEqual(written?.files.map(({ name }) => name).sort());
    expect((await readFile(join(out, written?.files[0]?.name ?? ''))).subarray(0, 5).toString()).toBe(
      '%PDF-',
    );
    await world.call['file.reveal'](written?.files[0]?.id ?? '');
    expect(world.revealed).toEqual([join(out, written?.files[0]?.name ?? '')]);
    await expect(world.call['file.reveal']('/etc/passwd')).rejects.toThrow('not known');
  });

  it('says which character no font of the PDF has', async () => {
    const ugaritic = { ...site, customer: { name: 'Atelier \u{10380}', site: 'Lyon' } };
    const { id } = await openFile(ugaritic);
    await world.call['site.save'](id, ugaritic);
    world.dialogs.folder = world.folder;
    const written = await world.call['request.save'](id, {
      formats: ['pdf'],
      paper: 'a4',
      sameFolder: false,
      against: null,
    });
    expect(written?.remarks?.join(' ')).toContain('U+10380');
  });

  it('is not written for a site that is not complete', async () => {
    const { id } = await openFile();
    await world.call['site.save'](id, unfinished);
    world.dialogs.folder = world.folder;
    await expect(
      world.call['request.save'](id, { formats: ['pdf'], paper: 'a4', sameFolder: false, against: null }),
    ).rejects.toMatchObject({
      findings: [{ path: 'nodes[0].lan.address' }],
    });
    expect(await readdir(world.folder)).not.toContain('lyon.request_A.pdf');
  });
});
