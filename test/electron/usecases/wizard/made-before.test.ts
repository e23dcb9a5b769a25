import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OpenSite } from '../../../../shared/ipc/contract.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

/** Who opens a site again goes on from what was written for it. */

let world: WizardWorld;
let mails: string;
beforeEach(async () => {
  world = await wizardWorld();
  mails = join(world.folder, 'mails');
  await mkdir(mails);
  world.dialogs.folder = mails;
});
afterEach(async () => {
  await world.end();
});

const site: SiteFile = {
  format: 'gatecheck/site@1',
  catalog: 'panzura-cloudfs',
  deployment: 'one-arm',
  customer: { name: 'Atelier Rhône', site: 'Lyon' },
  request: { number: 'FCR-7', revision: 'A' },
  nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.10/24' } }],
  endpoints: { dnsServers: ['10.31.5.53'], ntpServers: ['10.31.5.123'] },
};
const wanted = { formats: ['json', 'csv'] as const, paper: 'a4' as const, sameFolder: false, against: null };

async function openRecent(is: (fileName: string) => boolean): Promise<OpenSite> {
  const row = (await world.call['recent.list']()).find(({ fileName }) => is(fileName));
  const opened = row === undefined ? null : await world.call['site.openRecent'](row.id);
  if (opened === null) throw new Error('it did not open');
  return opened;
}

async function writeRequest(id: string): Promise<readonly string[]> {
  await world.call['site.save'](id, { ...site });
  const written = await world.call['request.save'](id, { ...wanted, formats: [...wanted.formats] });
  if (written === null) throw new Error('nothing was written');
  return written.files.map(({ name }) => name);
}

it('the request of a site that has no file yet is known when its draft is opened again', async () => {
  const { id } = await world.call['site.create']();
  const names = await writeRequest(id);
  await world.restart();
  const { made, site: draft } = await openRecent((name) => name.startsWith('not saved'));
  expect(made?.request?.written).toMatchObject({ folder: mails, files: names.map((name) => ({ name })) });
  expect(made?.request?.site).toMatchObject({ request: { number: 'FCR-7', revision: 'A' } });
  expect(made?.report).toBeNull();
  expect(draft.customer?.site).toBe('Lyon');
});

it('it stays known when the draft becomes a file, and names only files that are still there', async () => {
  const { id } = await world.call['site.create']();
  const names = await writeRequest(id);
  world.dialogs.saveAs = join(world.folder, 'lyon.site.json');
  await world.call['site.saveAs'](id, { ...site });
  const [gone = '', ...still] = names;
  await rm(join(mails, gone));
  await world.restart();
  const { made } = await openRecent((name) => name === 'lyon.site.json');
  expect(made?.request?.written.files.map(({ name }) => name)).toEqual(still);
});

it('a forgotten site is forgotten with it', async () => {
  const path = join(world.folder, 'lyon.site.json');
  await writeFile(path, JSON.stringify(site));
  world.dialogs.site = path;
  const opened = await world.call['site.open']();
  await writeRequest(opened?.id ?? '');
  const [row] = await world.call['recent.list']();
  await world.call['recent.forget'](row?.id ?? '');
  await world.restart();
  expect((await world.call['site.open']())?.made).toBeUndefined();
});

it('a damaged memory costs only itself', async () => {
  const { id } = await world.call['site.create']();
  await writeRequest(id);
  await world.restart();
  await writeFile(join(world.folder, 'user', 'made.json'), '{ "format": "gatecheck/made@1", "sites": 7');
  const { made, site: draft } = await openRecent((name) => name.startsWith('not saved'));
  expect(made).toBeUndefined();
  expect(draft.customer?.site).toBe('Lyon');
});
