import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKnownHosts } from '../../../electron/usecases/run/sign-in.ts';
import { openIdentity, openSigningKeyFile } from '../../../electron/signing/index.ts';
import { prepareCredentials } from '../../../electron/ssh/credentials.ts';
import { loadSite } from '../../../electron/store/site-file.ts';
import { readTextFile } from '../../../electron/store/text-file.ts';
import { writeAtomically } from '../../../electron/store/write-atomically.ts';
import { previousReport, saveReport } from '../../../electron/usecases/save-report.ts';
import { latestReport } from '../../../electron/usecases/wizard/latest-report.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecheck-odd-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

describe.skipIf(process.platform === 'win32')('names that are no ordinary files', () => {
  const makers: Readonly<Record<string, (path: string) => unknown>> = {
    'a pipe that nobody writes to': (path) => execFileSync('mkfifo', [path]),
    'a link to such a pipe': (path) => {
      execFileSync('mkfifo', [at('pipe')]);
      symlinkSync(at('pipe'), path);
    },
    'a device': (path) => symlinkSync('/dev/zero', path),
    'a terminal': (path) => symlinkSync('/dev/ptmx', path),
    'a socket': (path) =>
      new Promise<void>((resolve) => {
        const server = createServer().listen(path, () => resolve());
        server.unref();
      }),
    'a folder': (path) => mkdirSync(path),
    'a link that leads to itself': (path) => symlinkSync(path, path),
  };

  it.each(Object.entries(makers))('are read neither as a site nor as a key: %s', async (_, make) => {
    const path = at('x.site.json');
    await make(path);
    const cured = { cure: expect.stringMatching(/./) as string };
    await expect(loadSite(path, findCatalog)).rejects.toMatchObject({ path, ...cured });
    await expect(readKnownHosts(path)).rejects.toMatchObject(cured);
    const options = { passphrase: null, name: 'Inês', email: 'ines@example.com' };
    await expect(openSigningKeyFile(path, options)).rejects.toMatchObject(cured);
  });

  it.each(Object.entries(makers).filter(([what]) => !what.includes('itself')))(
    'are not written over: %s',
    async (_, make) => {
      const path = at('x.site.json');
      await make(path);
      const before = lstatSync(path);
      await expect(writeAtomically(path, 'text')).rejects.toMatchObject({ path });
      expect(lstatSync(path)).toMatchObject({ ino: before.ino, mode: before.mode });
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    },
  );

  const notReports = Object.entries(makers).filter(([what]) => !what.includes('terminal'));
  it.each(notReports)('are no report that stood there before: %s', async (_, make) => {
    const path = at('site.readiness.json');
    await make(path);
    const part = Buffer.from('{}');
    const wanted = { folder, name: 'site', report: part, signature: part, pdf: part };
    const named = { message: expect.stringContaining('site.readiness.json') as string };
    await expect(previousReport(folder, 'site')).rejects.toMatchObject(named);
    // The window looks beside the site: what is no report is none, and no reason to show nothing else.
    expect(await latestReport({ signedReport: null, path: at('site.site.json') })).toBeNull();
    const before = lstatSync(path);
    await expect(saveReport(wanted)).rejects.toMatchObject(named);
    expect(lstatSync(path)).toMatchObject({ ino: before.ino, mode: before.mode });
    expect(readdirSync(folder).filter((name) => name.includes('.site.'))).toEqual([]);
  });

  it('are not written through: a link that leads nowhere makes no file where it leads', async () => {
    const away = await mkdtemp(join(tmpdir(), 'gatecheck-away-'));
    symlinkSync(join(away, 'made-for-a-stranger'), at('x.site.json'));
    await writeAtomically(at('x.site.json'), 'text');
    expect(readdirSync(away)).toEqual([]);
    expect(readFileSync(at('x.site.json'), 'utf8')).toBe('text');
    await rm(away, { recursive: true });
  });

  it('are refused where they are larger than what they should be', async () => {
    writeFileSync(at('id_large'), 'x'.repeat(200_000));
    const options = { passphrase: null, name: 'Inês', email: 'ines@example.com' };
    await expect(openSigningKeyFile(at('id_large'), options)).rejects.toThrow(
      /id_large cannot be used: it is too large for a key/,
    );
    const key = { kind: 'key-file', path: at('id_large') } as const;
    const place = { host: '127.0.0.1', port: 22, user: 'admin', hop: 'node', name: 'szz-1' } as const;
    await expect(prepareCredentials([key], place)).rejects.toThrow(/it is larger than any private key/);
    writeFileSync(at('identity.json'), ' '.repeat(2 * 1024 * 1024));
    await expect(openIdentity(at('identity.json'), null)).rejects.toThrow(/it is too large for a key/);
    writeFileSync(at('known_hosts'), 'x'.repeat(6 * 1024 * 1024));
    await expect(readKnownHosts(at('known_hosts'))).rejects.toThrow(/known_hosts has 6.0 MB/);
  });
});

describe('what a crash left of an earlier write', () => {
  const left = '.x.site.json.0123456789ab.tmp';
  const old = new Date(Date.now() - 7_200_000);

  it('goes with the next write, when it is old', async () => {
    for (const name of [left, '.x.site.json.ba9876543210.tmp']) writeFileSync(at(name), 'half');
    utimesSync(at(left), old, old);
    await writeAtomically(at('x.site.json'), 'text');
    // Somebody else may be writing the younger one now.
    expect(readdirSync(folder).sort()).toEqual(['.x.site.json.ba9876543210.tmp', 'x.site.json']);
  });

  it('goes with the next report, too, when it is old', async () => {
    for (const ending of ['json', 'json.sig', 'pdf']) {
      const path = at(`.site.0123456789ab.readiness.${ending}`);
      writeFileSync(path, 'half');
      utimesSync(path, old, old);
    }
    writeFileSync(at('.site.mine.readiness.json'), 'mine');
    const part = Buffer.from('{}');
    await saveReport({ folder, name: 'site', report: part, signature: part, pdf: null });
    expect(readdirSync(folder).sort()).toEqual([
      '.site.mine.readiness.json',
      'site.readiness.json',
      'site.readiness.json.sig',
    ]);
  });

  it('is nothing else: no other name, no folder, nothing that a link leads to', async () => {
    const names = [
      '.other.site.json.0123456789ab.tmp',
      '.x.site.json.0123.tmp',
      'x.site.json.0123456789ab.tmp',
      '.x.site.json.mine.tmp',
    ];
    for (const name of names) {
      writeFileSync(at(name), 'mine');
      utimesSync(at(name), old, old);
    }
    mkdirSync(at('.x.site.json.aaaaaaaaaaaa.tmp'));
    symlinkSync(at(names[0] ?? ''), at('.x.site.json.bbbbbbbbbbbb.tmp'));
    await writeAtomically(at('x.site.json'), 'text');
    for (const name of names) expect(await readTextFile(at(name))).toBe('mine');
    expect(existsSync(at('.x.site.json.aaaaaaaaaaaa.tmp'))).toBe(true);
  });
});
