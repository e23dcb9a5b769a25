import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenSite } from '../../../../shared/ipc/contract.ts';
import { siteText } from '../../../helpers/site-fixtures.ts';
import { wizardWorld, type WizardWorld } from '../../../helpers/wizard-world.ts';
import { fillWithPdftk } from '../../forms/other-tools.ts';

let world: WizardWorld;
let opened: OpenSite;

beforeEach(async () => {
  world = await wizardWorld();
  const path = join(world.folder, 'draft.site.json');
  writeFileSync(path, siteText('draft'));
  world.dialogs.site = path;
  const site = await world.call['site.open']();
  if (site === null) throw new Error('Not opened.');
  opened = site;
  world.dialogs.folder = world.folder;
  await world.call['request.save'](opened.id, {
    formats: ['pdf', 'json'],
    paper: 'a4',
    sameFolder: false,
    against: null,
  });
});

afterEach(() => world.end());

function sentFiles(): { pdf: string; json: string } {
  const names = readdirSync(world.folder);
  const of = (ending: string): string =>
    join(world.folder, names.find((name) => name.endsWith(ending)) ?? 'none');
  return { pdf: of('_DRAFT.pdf'), json: of('_DRAFT.json') };
}

describe('an answer in the wizard', () => {
  it('is shown first; only the person’s word writes it into the site and beside it', async () => {
    const { pdf, json } = sentFiles();
    const { missing } = JSON.parse(readFileSync(json, 'utf8')) as { missing: { key: string }[] };
    const role = missing.find(({ key }) => key === 'dnsServers')?.key ?? missing[0]?.key ?? '';
    const back = join(world.folder, 'back.pdf');
    writeFileSync(
      back,
      fillWithPdftk(readFileSync(pdf), {
        [`address.${role}.value`]: '192.0.2.77',
        'approval.ticket': 'CHG77',
      }),
    );
    world.dialogs.filledRequest = back;
    const before = readFileSync(join(world.folder, 'draft.site.json'), 'utf8');

    const read = await world.call['answer.read'](opened.id);
    expect(read?.fileName).toBe('back.pdf');
    expect(read?.answer.integrity.shown.answer).toBe('unchanged');
    expect(read?.proposal.addresses.map(({ values }) => values)).toEqual([['192.0.2.77']]);
    expect(readFileSync(join(world.folder, 'draft.site.json'), 'utf8')).toBe(before);

    const applied = await world.call['answer.apply'](opened.id, read?.id ?? '');
    expect(applied.site.endpoints?.[role]).toEqual([{ address: '192.0.2.77' }]);
    expect(applied.saved.to).toBe('file');
    expect(applied.written?.files.map(({ name }) => name)).toEqual([
      expect.stringMatching(/_A\.answer\.json$/) as string,
    ]);
    const after = JSON.parse(
      readFileSync(join(world.folder, 'draft.site.json'), 'utf8'),
    ) as typeof applied.site;
    expect(after.endpoints?.[role]).toEqual(['192.0.2.77']);
  }, 60_000);

  it('is not read when the person closes the dialog, and not applied when it was never read', async () => {
    expect(await world.call['answer.read'](opened.id)).toBeNull();
    await expect(world.call['answer.apply'](opened.id, 'x')).rejects.toThrow('not known any more');
  }, 60_000);

  it('asks for the request when it lies nowhere near', async () => {
    const { pdf, json } = sentFiles();
    const elsewhere = await wizardWorld();
    const back = join(elsewhere.folder, 'customer.pdf');
    writeFileSync(back, readFileSync(pdf));
    world.dialogs.filledRequest = back;
    const other = join(elsewhere.folder, 'sent.json');
    writeFileSync(other, readFileSync(json));
    const site = join(elsewhere.folder, 'draft.site.json');
    writeFileSync(site, siteText('draft'));
    world.dialogs.site = site;
    const far = await world.call['site.open']();
    expect(await world.call['answer.read'](far?.id ?? '')).toBeNull();
    world.dialogs.earlierRequest = other;
    expect((await world.call['answer.read'](far?.id ?? ''))?.answer.lines.length).toBeGreaterThan(0);
    await elsewhere.end();
  }, 60_000);
});
