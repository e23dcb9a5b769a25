import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drafts } from '../../../electron/store/drafts.ts';
import { hostKeyStore } from '../../../electron/store/host-keys.ts';
import { recentSiteId, recentSites, textDigest } from '../../../electron/store/recent-sites.ts';
import { loadSite, saveSite, siteNameOf } from '../../../electron/store/site-file.ts';
import { StoreError } from '../../../electron/store/store-error.ts';
import { userDirectory } from '../../../electron/store/user-directory.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { fixtureSite } from '../../helpers/site-fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecheck-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function kindOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'no failure';
  } catch (error) {
    return error instanceof StoreError ? error.kind : `unexpected: ${String(error)}`;
  }
}

describe('site files', () => {
  test('a saved site opens as it was', async () => {
    const site = fixtureSite('szczecin-dc1');
    const path = join(folder, 'szczecin-dc1.site.json');
    const text = await saveSite(path, site);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(await loadSite(path, findCatalog)).toEqual({ ok: true, value: site });
  });

  test('a broken one gives its findings, a missing one a failure', async () => {
    const path = join(folder, 'a.site.json');
    writeFileSync(path, '{\n "format": 7');
    const site = await loadSite(path, findCatalog);
    expect(site.ok ? [] : site.error).toEqual([
      { path: '', message: 'Line 2, column 13: The text ends in an object; } is missing.' },
    ]);
    expect(await kindOf(loadSite(join(folder, 'none.site.json'), findCatalog))).toBe('not-found');
  });

  test('more than 5 MB is not read', async () => {
    const path = join(folder, 'a.site.json');
    writeFileSync(path, Buffer.alloc(5 * 1024 * 1024 + 1, 0x20));
    expect(await kindOf(loadSite(path, findCatalog))).toBe('too-large');
  });

  test('a name that cannot name the report files is refused with a better one', async () => {
    const path = join(folder, 'Gdańsk DC1.site.json');
    const error = await saveSite(path, fixtureSite('draft')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'bad-name' });
    expect((error as StoreError).cure).toContain('Gdansk-DC1.site.json');
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['/x/gdansk-dc1.site.json', 'gdansk-dc1'],
    ['/x/Łódź 1.json', 'Lodz-1'],
    ['/x/.site.json', 'site'],
    ['/x/...hidden.site.json', 'hidden'],
    ['/x/横浜.site.json', 'site'],
  ])('%s names its reports %s', (path, name) => {
    expect(siteNameOf(path)).toBe(name);
  });
});

describe('accepted host keys', () => {
  const key = {
    host: '10.20.0.10',
    port: 22,
    algorithm: 'ssh-ed25519',
    fingerprint: `SHA256:${'A'.repeat(43)}`,
    acceptedAt: '2026-11-24T20:00:00Z',
  };

  test('are kept for this user only, one for each host, port and algorithm', async () => {
    const store = hostKeyStore(join(folder, 'home'));
    expect(await store.list()).toEqual([]);
    await Promise.all([
      store.accept(key),
      store.accept({ ...key, algorithm: 'rsa-sha2-512' }),
      store.accept({ ...key, port: 2222 }),
      store.accept({ ...key, fingerprint: `SHA256:${'B'.repeat(43)}` }),
    ]);
    const keys = await hostKeyStore(join(folder, 'home')).list();
    expect(keys.map((one) => [one.port, one.algorithm, one.fingerprint.slice(7, 8)])).toEqual([
      [22, 'rsa-sha2-512', 'A'],
      [2222, 'ssh-ed25519', 'A'],
      [22, 'ssh-ed25519', 'B'],
    ]);
    expect(statSync(join(folder, 'home', 'host-keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'home')).mode & 0o777).toBe(0o700);
  });

  test('can be forgotten by host and port', async () => {
    const store = hostKeyStore(folder);
    await store.accept(key);
    await store.accept({ ...key, port: 2222 });
    await store.forget('10.20.0.10', 22);
    expect((await store.list()).map((one) => one.port)).toEqual([2222]);
  });

  test('a damaged file is never taken for an empty one, nor overwritten', async () => {
    writeFileSync(join(folder, 'host-keys.json'), '{"format":"gatecheck/host-keys@2","keys":[]}');
    const store = hostKeyStore(folder);
    expect(await kindOf(store.list())).toBe('damaged');
    expect(await kindOf(store.accept(key))).toBe('damaged');
    expect(readFileSync(join(folder, 'host-keys.json'), 'utf8')).toContain('@2');
  });
});

describe('recent sites', () => {
  const at = (minute: number): string => `2026-11-24T20:0${minute}:00Z`;

  test('stand newest first, once each, and say whether the file is there', async () => {
    const here = join(folder, 'a.site.json');
    writeFileSync(here, '{}');
    const recent = recentSites(join(folder, 'home'));
    await recent.remember({
      path: here,
      customer: 'Żuraw',
      site: 'Gdańsk',
      openedAt: at(1),
      readiness: 'ready',
    });
    await recent.remember({
      path: join(folder, 'gone.site.json'),
      customer: 'B',
      site: 'B',
      openedAt: at(2),
    });
    await recent.remember({ path: here, customer: 'Żuraw', site: 'Gdańsk DC1', openedAt: at(3) });
    expect((await recent.list()).map((one) => [one.id, one.site, one.found, one.readiness])).toEqual([
      [recentSiteId(here), 'Gdańsk DC1', true, 'ready'],
      [recentSiteId(join(folder, 'gone.site.json')), 'B', false, null],
    ]);
    await recent.forget(recentSiteId(here));
    expect((await recent.list()).map((one) => one.site)).toEqual(['B']);
  });

  test('no more than 20 are kept', async () => {
    const recent = recentSites(folder);
    for (let i = 0; i < 25; i++)
      await recent.remember({
        path: join(folder, `${i}.site.json`),
        customer: '',
        site: String(i),
        openedAt: at(0),
      });
    expect((await recent.list()).map((one) => one.site)).toEqual(
      Array.from({ length: 20 }, (_, i) => String(24 - i)),
    );
  });

  test('know the text that was written here from one that came from elsewhere', async () => {
    const path = join(folder, 'a.site.json');
    const recent = recentSites(folder);
    await recent.remember({ path, customer: '', site: '', openedAt: at(0) });
    expect(await recent.isOwn(path, 'text')).toBe(false);
    await recent.remember({ path, customer: '', site: '', openedAt: at(0), written: textDigest('text') });
    expect(await recent.isOwn(path, 'text')).toBe(true);
    expect(await recent.isOwn(path, 'text, edited elsewhere')).toBe(false);
  });

  test('a damaged list is an empty one, and is kept beside the new one', async () => {
    writeFileSync(join(folder, 'recent-sites.json'), 'not JSON');
    const recent = recentSites(folder);
    expect(await recent.list()).toEqual([]);
    await recent.remember({ path: join(folder, 'a'), customer: '', site: 'new', openedAt: at(0) });
    expect((await recent.list()).map((one) => one.site)).toEqual(['new']);
    expect(readFileSync(join(folder, 'recent-sites.json.damaged'), 'utf8')).toBe('not JSON');
  });
});

describe('drafts', () => {
  const draft = {
    id: 'd-1',
    savedAt: '2026-11-24T20:00:00Z',
    path: null,
    site: { customer: { name: 'Żuraw' }, half: [] },
  };

  test('come back as they were, newest first', async () => {
    const store = drafts(folder);
    expect(await store.list()).toEqual([]);
    await store.save(draft);
    await store.save({ ...draft, id: 'd-2', savedAt: '2026-11-24T21:00:00Z' });
    expect((await store.list()).map((one) => one.id)).toEqual(['d-2', 'd-1']);
    expect(await store.read('d-1')).toEqual(draft);
    await store.remove('d-1');
    await store.remove('d-1');
    expect(await store.read('d-1')).toBeNull();
  });

  test('a damaged one does not hide the others', async () => {
    const store = drafts(folder);
    await store.save(draft);
    writeFileSync(join(folder, 'drafts', 'bad.draft.json'), '{');
    mkdirSync(join(folder, 'drafts', 'dir.draft.json'));
    expect((await store.list()).map((one) => one.id)).toEqual(['d-1']);
    expect(await kindOf(store.read('bad'))).toBe('damaged');
  });

  test('an id is never a path', async () => {
    const store = drafts(folder);
    for (const id of ['../x', 'a/b', '', '..', 'a\0b'])
      expect(await kindOf(store.save({ ...draft, id }))).toBe('bad-name');
  });
});

describe("the user's folder", () => {
  const home = '/home/zofia';
  test.each<[string, NodeJS.Platform, Record<string, string>, string]>([
    ['Linux', 'linux', {}, '/home/zofia/.config/gatecheck'],
    ['Linux with XDG', 'linux', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/gatecheck'],
    ['Linux with a relative XDG path', 'linux', { XDG_CONFIG_HOME: 'cfg' }, '/home/zofia/.config/gatecheck'],
    ['macOS', 'darwin', {}, '/home/zofia/Library/Application Support/Gatecheck'],
    ['a folder of its own', 'linux', { GATECHECK_HOME: '/own' }, '/own'],
    ['an empty GATECHECK_HOME', 'linux', { GATECHECK_HOME: '' }, '/home/zofia/.config/gatecheck'],
  ])('on %s is where the system keeps such things', (_what, platform, env, path) => {
    expect(userDirectory({ env, platform, home })).toBe(path);
  });
});
