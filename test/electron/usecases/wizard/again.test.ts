import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeNode } from '../../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../../electron/practice/practice-node.ts';
import { generateHostKey, startSshServer } from '../../../../electron/ssh/index.ts';
import type { IpcArguments } from '../../../../shared/ipc/contract.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
beforeEach(async () => {
  world = await wizardWorld();
});
afterEach(() => world.end());

const runAll = { nodes: [], hosts: [], allowLarge: false };

describe('some checks of a run, made again', { timeout: 180_000 }, () => {
  it('replace what was seen of them; everything else stays as it was, and the whole is signed', async () => {
    world.dialogs.folder = world.folder;
    const { id, site } = await world.call['site.openPractice']('blocked');
    await expect(world.call['run.start'](id, { ...runAll, only: ['x'] })).rejects.toThrow('no run');
    const { total } = await world.call['run.start'](id, runAll);
    await world.event('finished', 'failed');
    const before = (await world.call['report.draft'](id))?.checks ?? [];
    const red = before.filter(({ verdict }) => verdict === 'fail').slice(0, 3);
    const only = red.map((check) => check.id);
    world.forgetEvents();
    expect(await world.call['run.start'](id, { ...runAll, only })).toEqual({ total: only.length });
    expect(await world.event('finished', 'failed')).toMatchObject({ kind: 'finished', cancelled: false });
    const seen = world.events.flatMap((event) => (event.kind === 'observed' ? [event.record.id] : []));
    expect(new Set(seen)).toEqual(new Set(only));
    const after = (await world.call['report.draft'](id))?.checks ?? [];
    expect(after).toHaveLength(total);
    for (const check of after) {
      const earlier = before.find((one) => one.id === check.id);
      if (only.includes(check.id)) expect(check.startedAt).not.toBeNull();
      else expect(check).toEqual(earlier);
    }
    await world.call['report.sign'](id, { passphrase: null });
    world.dialogs.report = join(world.folder, 'practice-blocked.readiness.json');
    expect((await world.call['verify.choose']())?.results).toMatchObject([{ result: 'intact' }]);

    await expect(world.call['run.start'](id, { ...runAll, only: [...only, 'unknown'] })).rejects.toThrow(
      'changed since the latest run',
    );
    await world.call['site.save'](id, { ...site, features: { ...site.features, syslog: false } });
    await expect(world.call['run.start'](id, { ...runAll, only })).rejects.toThrow('changed since');
  });

  it('that are stopped leave what was seen before', async () => {
    const { id } = await world.call['site.openPractice']('solved');
    await world.call['run.start'](id, runAll);
    await world.event('finished', 'failed');
    const before = (await world.call['report.draft'](id))?.checks ?? [];
    world.forgetEvents();
    await world.call['run.start'](id, { ...runAll, only: before.map((check) => check.id) });
    await world.call['run.cancel'](id);
    expect(await world.event('finished', 'failed')).toMatchObject({ cancelled: true });
    const after = (await world.call['report.draft'](id))?.checks ?? [];
    expect(after.filter(({ observation }) => observation === 'not-run')).toEqual(
      before.filter(({ observation }) => observation === 'not-run'),
    );
  });
});

describe('the sign-in that a person lets us keep', { timeout: 180_000 }, () => {
  let node: PracticeNode;
  beforeEach(async () => {
    node = await startPracticeNode('solved');
  });
  afterEach(() => node.close());

  const secret = 'practice';
  type Settings = IpcArguments<'run.start'>[1];
  type Credential = Settings['hosts'][number]['credentials'][number];
  const withCredential = (credential: Credential, more: Partial<Settings> = {}): Settings => ({
    nodes: [],
    hosts: [{ host: 'porto-1', credentials: [credential] }],
    allowLarge: false,
    ...more,
  });
  const password: Credential = { kind: 'password', password: secret };
  const kept: Credential = { kind: 'kept' };
  const wrongPassword = 'unlikely-to-stand-anywhere';

  async function openedSite(): Promise<string> {
    const { id } = await world.call['site.create']();
    const site = structuredClone(node.site);
    const ssh = { host: '127.0.0.1', port: node.port, user: node.user };
    world.dialogs.saveAs = join(world.folder, 'porto.site.json');
    await world.call['site.saveAs'](id, {
      ...site,
      nodes: site.nodes.map((one) => ({ ...one, ssh: { ...ssh, hostKey: node.hostKeyFingerprint } })),
    });
    return id;
  }

  async function run(id: string, settings: Settings): Promise<string> {
    world.forgetEvents();
    await world.call['run.start'](id, settings);
    const first = await world.event('host-key', 'finished', 'failed');
    if (first.kind === 'host-key')
      await world.call['run.answerHostKey'](id, { question: first.question, accept: true });
    return (await world.event('finished', 'failed')).kind;
  }

  it('signs in again until the site is closed, and is never written', async () => {
    const id = await openedSite();
    expect(await run(id, withCredential(password, { keepSignIn: true }))).toBe('finished');
    expect(await world.call['run.keptSignIn'](id)).toEqual({ hosts: ['porto-1'] });
    const [check] = (await world.call['report.draft'](id))?.checks ?? [];
    expect(await run(id, withCredential(kept, { only: [check?.id ?? ''] }))).toBe('finished');
    for (const file of await readdir(world.folder, { recursive: true, withFileTypes: true }))
      if (file.isFile() && !file.name.endsWith('.pdf'))
        expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toMatch(
          /"(password|passphrase|credentials)"/,
        );
    await world.call['site.close'](id);
    await expect(world.call['run.keptSignIn'](id)).rejects.toThrow('not open any more');
    const again = await openedSite();
    expect(await world.call['run.keptSignIn'](again)).toEqual({ hosts: [] });
    await expect(world.call['run.start'](again, withCredential(kept))).rejects.toThrow('not kept any more');
  });

  it('is kept when the machine turned out to be another one than the site says', async () => {
    const id = await openedSite();
    const ssh = { host: '127.0.0.1', port: node.port, user: node.user, hostKey: node.hostKeyFingerprint };
    await world.call['site.save'](id, {
      ...node.site,
      nodes: node.site.nodes.map((one) => ({ ...one, ssh, lan: { ...one.lan, address: '10.77.0.99/24' } })),
    });
    expect(await run(id, withCredential(password, { keepSignIn: true }))).toBe('failed');
    expect(await world.call['run.keptSignIn'](id)).toEqual({ hosts: ['porto-1'] });
  });

  it('is for one user at one address: a node of the same name elsewhere gets nothing of it', async () => {
    const id = await openedSite();
    expect(await run(id, withCredential(password, { keepSignIn: true }))).toBe('finished');
    const other = await startPracticeNode('solved');
    try {
      const settings = { host: '127.0.0.1', port: node.port, user: node.user };
      const moved = (ssh: object): unknown => ({
        ...node.site,
        nodes: node.site.nodes.map((one) => ({ ...one, ssh: { ...settings, ...ssh } })),
      });
      for (const ssh of [{ port: other.port }, { host: '127.0.0.2' }, { user: 'root' }]) {
        await world.call['site.save'](id, moved(ssh) as never);
        expect(await world.call['run.keptSignIn'](id)).toEqual({ hosts: [] });
        await expect(world.call['run.start'](id, withCredential(kept))).rejects.toThrow('not kept any more');
      }
      await world.call['site.save'](id, moved({}) as never);
      expect(await world.call['run.keptSignIn'](id)).toEqual({ hosts: ['porto-1'] });
    } finally {
      await other.close();
    }
  });

  it('is for the host key that was shown then, whatever is accepted later', async () => {
    const id = await openedSite();
    expect(await run(id, withCredential(password, { keepSignIn: true }))).toBe('finished');
    const { port } = node;
    await node.close();
    const attempts: string[] = [];
    const impostor = await startSshServer({
      hostKey: generateHostKey().privateKey,
      port,
      onAuth: (attempt) => {
        attempts.push(attempt.kind);
        return false;
      },
      onExec: () => undefined,
      onForward: () => ({ kind: 'silent' }),
    });
    try {
      // The pin is put right, as a mailed site file would have it, and nobody is asked.
      await world.call['site.save'](id, {
        ...node.site,
        nodes: node.site.nodes.map((one) => ({
          ...one,
          ssh: { host: '127.0.0.1', port, user: node.user, hostKey: impostor.hostKeyFingerprint },
        })),
      });
      world.forgetEvents();
      await world.call['run.start'](id, withCredential(kept));
      const ended = await world.event('host-key', 'finished', 'failed');
      expect(ended.kind).toBe('failed');
      expect(JSON.stringify(ended)).toContain('changed: it is');
      expect(attempts).toEqual([]);
    } finally {
      await impostor.close();
      node = await startPracticeNode('solved');
    }
  });

  it('is not kept without leave, nor when it is refused, and is forgotten on request', async () => {
    const id = await openedSite();
    await run(id, withCredential(password));
    expect(await world.call['run.keptSignIn'](id)).toEqual({ hosts: [] });
    const wrong: Credential = { kind: 'password', password: wrongPassword };
    expect(await run(id, withCredential(wrong, { keepSignIn: true }))).toBe('failed');
    expect(await world.call['run.keptSignIn'](id)).toEqual({ hosts: [] });
    for (const file of await readdir(world.folder, { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toContain(wrongPassword);
    await run(id, withCredential(password, { keepSignIn: true }));
    await world.call['run.forgetSignIn'](id);
    expect(await world.call['run.keptSignIn'](id)).toEqual({ hosts: [] });
  });
});
