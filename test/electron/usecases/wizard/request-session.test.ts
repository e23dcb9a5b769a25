import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenSite } from '../../../../shared/ipc/contract.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import { look } from '../../pdf/pdf-tools.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
beforeEach(async () => {
  world = await wizardWorld();
});
afterEach(async () => {
  await world.end();
});

const site: SiteFile = {
  format: 'gatecheck/site@1',
  catalog: 'panzura-cloudfs',
  deployment: 'one-arm',
  customer: { name: 'Atelier Rhône', site: 'Lyon' },
  request: { number: 'FCR-7' },
  nodes: [{ name: 'lyon-1', lan: { address: '10.30.0.10/24' } }],
  endpoints: { dnsServers: ['10.31.5.53'], ntpServers: ['10.31.5.123'] },
};
const withSyslog: SiteFile = {
  ...site,
  features: { syslog: true },
  endpoints: { ...site.endpoints, syslogServers: ['10.31.5.14'] },
};

const complete: SiteFile = {
  ...site,
  endpoints: {
    ...site.endpoints,
    adminWorkstations: ['10.31.40.0/24'],
    licenseServers: ['10.31.5.44'],
    objectStores: ['10.31.5.80'],
  },
};

async function openFile(content: SiteFile = site): Promise<OpenSite> {
  const path = join(world.folder, 'lyon.site.json');
  await writeFile(path, JSON.stringify(content));
  world.dialogs.site = path;
  const opened = await world.call['site.open']();
  if (opened === null) throw new Error('it did not open');
  return opened;
}

async function preview(id: string, content: SiteFile, paper: 'a4' | 'letter' = 'a4') {
  const shown = await world.call['request.preview'](id, { ...content }, { paper, against: null });
  if (shown === null) throw new Error('the preview was superseded');
  return shown;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the preview of the change request', () => {
  it('is the very file that saving writes afterwards, however much later', async () => {
    const { id } = await openFile();
    await world.call['site.save'](id, { ...site });
    const shown = await preview(id, site);
    const second = 1100;
    await new Promise((resolve) => setTimeout(resolve, second));
    world.dialogs.folder = world.folder;
    const settings = { formats: ['pdf', 'json'], paper: 'a4', sameFolder: false, against: null } as const;
    const written = await world.call['request.save'](id, { ...settings, formats: [...settings.formats] });
    const [pdf = '', json = ''] = written?.files.map(({ name }) => name) ?? [];
    expect(sha256(await readFile(join(world.folder, pdf)))).toBe(sha256(shown.bytes));
    expect(JSON.parse(await readFile(join(world.folder, json), 'utf8'))).toMatchObject({
      createdAt: shown.createdAt,
    });
  });

  it('shows what the forms hold now, also what is not saved yet', async () => {
    const { id } = await openFile();
    expect(look((await preview(id, site)).bytes).text).not.toContain('10.31.5.14');
    expect(look((await preview(id, withSyslog)).bytes).text).toContain('10.31.5.14');
  });

  it('says on which page each line stands', async () => {
    const { id } = await openFile();
    const shown = await preview(id, withSyslog, 'letter');
    const { pages, text } = look(shown.bytes);
    expect(shown.pages).toBe(pages.length);
    expect(shown.places.map(({ number }) => number)).toEqual(shown.places.map((_, index) => index + 1));
    expect(shown.places.length).toBeGreaterThan(3);
    expect(text).toContain('DRAFT');
    expect(shown.status).toBe('draft');
    const syslog = shown.places.find(({ page }) => pages[page - 1]?.includes('10.31.5.14') === true);
    expect(syslog).toBeDefined();
  });

  it('is ended by a newer one, which alone answers', async () => {
    const { id } = await openFile();
    const older = world.call['request.preview'](id, { ...site }, { paper: 'a4', against: null });
    const newer = preview(id, withSyslog);
    expect(await older).toBeNull();
    expect(look((await newer).bytes).text).toContain('10.31.5.14');
  });

  it('of a site that is not complete says what is wrong where', async () => {
    const { id } = await openFile();
    const draft = { ...site, nodes: [{ name: 'lyon-1', lan: { address: '10.30.0' } }] };
    await expect(
      world.call['request.preview'](id, draft, { paper: 'a4', against: null }),
    ).rejects.toMatchObject({
      findings: [{ path: 'nodes[0].lan.address' }],
    });
  });
});

describe('writing every format', () => {
  it('asks for the folder once, then writes there without asking', async () => {
    const { id } = await openFile(withSyslog);
    await world.call['site.save'](id, { ...withSyslog });
    const out = join(world.folder, 'out');
    await mkdir(out);
    world.dialogs.folder = out;
    const first = { formats: ['json' as const], paper: 'a4' as const, sameFolder: true, against: null };
    await world.call['request.save'](id, first);
    world.dialogs.folder = null;
    const again = await world.call['request.save'](id, { ...first, formats: ['pdf', 'json'] });
    expect(again?.folder).toBe(out);
    expect((await readdir(out)).sort()).toEqual(['FCR-7_A_DRAFT.json', 'FCR-7_A_DRAFT.pdf']);
    expect(await world.call['request.save'](id, { ...first, sameFolder: false, against: null })).toBeNull();
  });
});

describe('a format that is a text', () => {
  it('is shown as the file that saving writes, by its name, with what it cannot say', async () => {
    const { id } = await openFile(complete);
    await world.call['site.save'](id, { ...complete });
    world.dialogs.folder = world.folder;
    for (const format of ['md', 'json', 'asa', 'mud'] as const) {
      const shown = await world.call['request.text'](id, { ...complete }, { format, against: null });
      await world.call['request.preview'](id, { ...complete }, { paper: 'a4', against: null });
      await world.call['request.save'](id, {
        ...{ formats: [format], paper: 'a4', sameFolder: false, against: null },
      });
      expect(shown.name).toMatch(/^FCR-7_A/);
      const saved = await readFile(join(world.folder, shown.name), 'utf8');
      const withoutTime = (text: string): string =>
        text
          .replace(/\d{4}-\d\d-\d\dT[\d:]+Z/g, '')
          .replace(/[0-9a-f]{12,64}|[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}/g, '');
      expect(withoutTime(shown.text)).toBe(withoutTime(saved));
    }
  });

  it('speaks the language of the request, and its data do not', async () => {
    const { id } = await openFile(complete);
    const german = { ...complete, request: { number: 'FCR-7', language: 'de' as const } };
    const data = await world.call['request.text'](id, german, { format: 'json', against: null });
    expect(JSON.parse(data.text)).toMatchObject({ request: { language: 'de' }, status: 'for-decision' });
    await expect(
      world.call['request.text'](id, { ...german, nodes: [] }, { format: 'md', against: null }),
    ).rejects.toThrow('not complete');
  });
});

describe('what the request is held against', () => {
  it('may be an earlier request: a later revision asks for the difference only', async () => {
    const { id } = await openFile(complete);
    await world.call['site.save'](id, { ...complete });
    world.dialogs.folder = world.folder;
    await world.call['request.save'](id, {
      ...{ formats: ['json'], paper: 'a4', sameFolder: false, against: null },
    });
    world.dialogs.earlierRequest = join(world.folder, 'FCR-7_A.json');
    const held = await world.call['request.against'](id, 'earlier');
    expect(held).toMatchObject({ fileName: 'FCR-7_A.json', checked: null });
    expect(held?.since?.file.revision).toBe('A');
    const settings = { paper: 'a4', against: held?.id ?? '' } as const;
    const more = {
      ...complete,
      ...{ features: withSyslog.features },
      endpoints: { ...complete.endpoints, syslogServers: ['10.31.5.14'] },
    };
    await expect(world.call['request.preview'](id, more, settings)).rejects.toThrow(/[Rr]evision/);
    const later = { ...more, request: { number: 'FCR-7', revision: 'B' } };
    const shown = await world.call['request.preview'](id, { ...later }, settings);
    expect(shown?.places.map(({ number }) => number)).toEqual([1]);
    expect(look(shown?.bytes ?? new Uint8Array()).text).toContain('10.31.5.14');
  });

  it('may be a report only if it verifies', async () => {
    const { id } = await openFile();
    world.dialogs.report = join(world.folder, 'strange.readiness.json');
    await writeFile(world.dialogs.report, '{}');
    await expect(world.call['request.against'](id, 'report')).rejects.toThrow('strange.readiness.json');
    world.dialogs.report = null;
    expect(await world.call['request.against'](id, 'report')).toBeNull();
    await expect(
      world.call['request.preview'](id, { ...site }, { paper: 'a4', against: 'made-up' }),
    ).rejects.toThrow('not known any more');
  });
});
