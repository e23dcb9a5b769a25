import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeNode } from '../../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../../electron/practice/practice-node.ts';
import type { IpcArguments, OpenSite } from '../../../../shared/ipc/contract.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
let node: PracticeNode;
beforeEach(async () => {
  world = await wizardWorld();
  node = await startPracticeNode('solved');
});
afterEach(async () => {
  await world.end();
  await node.close();
});

const secret = 'practice';

/** The settings of a run that signs in to the node with a password. */
function withPassword(password: string): IpcArguments<'run.start'>[1] {
  return {
    nodes: [],
    hosts: [{ host: 'porto-1', credentials: [{ kind: 'password', password }] }],
    allowLarge: false,
  };
}

function newIdentity(passphrase: string): IpcArguments<'identity.create'>[0] {
  const person = { name: 'Inês Carvalho', email: 'ines@example.com' };
  return { ...person, protection: { kind: 'passphrase', passphrase }, rotate: false };
}

/** The site as a technician would have typed it: without a pin. */
function typedSite(pin?: string): SiteFile {
  const site = structuredClone(node.site);
  const ssh = { host: '127.0.0.1', port: node.port, user: node.user };
  return {
    ...site,
    nodes: site.nodes.map((one) => ({
      ...one,
      ssh: { ...ssh, ...(pin === undefined ? {} : { hostKey: pin }) },
    })),
  };
}

async function savedSite(site: SiteFile): Promise<OpenSite> {
  const opened = await world.call['site.create']();
  world.dialogs.saveAs = join(world.folder, 'porto.site.json');
  const saved = await world.call['site.saveAs'](opened.id, site);
  expect(saved).toMatchObject({ to: 'file', findings: [] });
  return opened;
}

async function everyTextOf(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((one) => one.isFile());
  return (await Promise.all(files.map((one) => readFile(join(one.parentPath, one.name), 'latin1')))).join(
    '\n',
  );
}

describe('a run of the wizard over real SSH', { timeout: 180_000 }, () => {
  it('asks about an unknown host key once, keeps it, and signs what it saw beside the site file', async () => {
    const { id } = await savedSite(typedSite());
    await world.call['run.start'](id, withPassword(secret));
    const question = await world.event('host-key', 'failed');
    expect(question).toMatchObject({
      kind: 'host-key',
      host: '127.0.0.1',
      port: node.port,
      fingerprint: node.hostKeyFingerprint,
      pin: 'none',
    });
    if (question.kind !== 'host-key') return;
    await world.call['run.answerHostKey'](id, { question: question.question, accept: true });
    expect(await world.event('finished', 'failed')).toMatchObject({ kind: 'finished', cancelled: false });
    expect((await world.call['report.draft'](id))?.nodes[0]).toMatchObject({
      hostKey: node.hostKeyFingerprint,
      hostKeyTrust: 'accepted-this-run',
    });

    await expect(world.call['report.sign'](id, { passphrase: null })).rejects.toThrow('no signing identity');
    const wanted = newIdentity('correct horse');
    const identity = await world.call['identity.create'](wanted);
    expect(identity).toMatchObject({ name: 'Inês Carvalho', protections: ['passphrase'] });
    await expect(world.call['report.sign'](id, { passphrase: 'wrong' })).rejects.toThrow('does not open');
    const written = await world.call['report.sign'](id, { passphrase: 'correct horse' });
    expect(written).toMatchObject({ folder: world.folder, remarks: [] });
    const second = await world.call['report.sign'](id, { passphrase: 'correct horse' });
    const kept = (await readdir(world.folder)).find((name) => /^porto\..+\.readiness\.json$/.test(name));
    expect(second?.remarks).toEqual([`The report before this one is kept as ${kept ?? 'nothing'}.`]);
    world.dialogs.report = join(world.folder, 'porto.readiness.json');
    expect((await world.call['verify.choose']())?.results).toMatchObject([
      { result: 'valid', practice: false },
    ]);
    const { entries, faults } = await world.call['history.list'](id);
    expect(faults).toEqual([]);
    expect(entries).toMatchObject([
      { kind: 'report', line: 3, readiness: 'not-ready', signer: { name: 'Inês Carvalho', own: true } },
      { kind: 'report', line: 2, counts: { attested: 0, waived: 0 } },
    ]);
    expect(await world.call['history.verify'](id, 3)).toMatchObject({ result: 'valid' });
    const compared = await world.call['history.compare'](id, { older: 2, newer: 3 });
    expect(compared.headline).toBe('No worse: nothing opened and nothing broke; still not-ready.');
    await expect(world.call['history.verify'](id, 1)).rejects.toThrow('not in the history');
    expect((await world.call['recent.list']())[0]).toMatchObject({
      fileName: 'porto.site.json',
      readiness: 'not-ready',
    });

    await world.restart();
    const [recent] = await world.call['recent.list']();
    const again = await world.call['site.openRecent'](recent?.id ?? '');
    await world.call['run.start'](again.id, withPassword(secret));
    expect(await world.event('finished', 'failed', 'host-key')).toMatchObject({ kind: 'finished' });
    expect((await world.call['report.draft'](again.id))?.nodes[0]?.hostKeyTrust).toBe('accepted');
  });

  it('keeps a run that was not signed, until the program is started again and its report is written', async () => {
    const { id } = await savedSite(typedSite(node.hostKeyFingerprint));
    await world.call['run.start'](id, withPassword(secret));
    await world.event('finished', 'failed');
    const before = await world.call['report.draft'](id);
    await world.restart();
    const [recent] = await world.call['recent.list']();
    const again = await world.call['site.openRecent'](recent?.id ?? '');
    expect(await world.call['history.list'](again.id)).toMatchObject({
      entries: [{ kind: 'run', outcome: 'finished' }],
    });
    const after = await world.call['report.draft'](again.id);
    expect(after?.checks.length).toBeGreaterThan(5);
    expect(after?.checks).toEqual(before?.checks);
    expect(after?.controls).toEqual(before?.controls);
    const wanted = newIdentity('correct horse');
    await world.call['identity.create'](wanted);
    await world.call['report.sign'](again.id, { passphrase: 'correct horse' });
    expect(await readdir(join(world.userFolder, 'runs'))).toEqual([]);
  });

  it('sends nothing when the person does not accept the host key', async () => {
    const { id } = await savedSite(typedSite());
    await world.call['run.start'](id, withPassword(secret));
    const { question } = await world.event('host-key');
    await world.call['run.answerHostKey'](id, { question, accept: false });
    const { problem } = await world.event('failed');
    expect(problem.message).toMatch(/host key/i);
    expect(await world.call['report.draft'](id)).toBeNull();
  });

  it('tells a wrong password, and can be started again at once', async () => {
    const { id } = await savedSite(typedSite(node.hostKeyFingerprint));
    await world.call['run.start'](id, withPassword('not it'));
    const { problem } = await world.event('failed');
    expect(problem.message).toMatch(/porto-1 refused the password/);
    expect(problem.cure).not.toBeNull();
    expect(JSON.stringify(world.events)).not.toContain('not it');
    await world.call['run.start'](id, withPassword(secret));
    expect(await world.event('finished')).toMatchObject({ cancelled: false });
  });

  it('does not ask about a host key again because the password was mistyped', async () => {
    const { id } = await savedSite(typedSite());
    await world.call['run.start'](id, withPassword('not it'));
    const { question } = await world.event('host-key');
    await world.call['run.answerHostKey'](id, { question, accept: true });
    await world.event('failed');
    await world.call['run.start'](id, withPassword(secret));
    await world.event('finished');
    expect(world.events.filter(({ kind }) => kind === 'host-key')).toHaveLength(1);
  });

  it('trusts a pin that was typed here, and asks about the pin of a file from elsewhere', async () => {
    const own = await savedSite(typedSite(node.hostKeyFingerprint));
    await world.call['run.start'](own.id, withPassword(secret));
    expect(await world.event('finished', 'host-key')).toMatchObject({ kind: 'finished' });
    expect((await world.call['report.draft'](own.id))?.nodes[0]?.hostKeyTrust).toBe('site-file');

    const stranger = await wizardWorld();
    try {
      stranger.dialogs.site = join(world.folder, 'porto.site.json');
      const opened = await stranger.call['site.open']();
      if (opened === null) throw new Error('it did not open');
      // Saving it here must not turn a stranger's pin into one's own.
      await stranger.call['site.save'](opened.id, opened.site);
      await stranger.call['site.close'](opened.id);
      const again = await stranger.call['site.open']();
      await stranger.call['run.start'](again?.id ?? '', withPassword(secret));
      expect(await stranger.event('host-key', 'finished')).toMatchObject({ kind: 'host-key', pin: 'agrees' });
    } finally {
      await stranger.end();
    }
  });

  it('stops for good when the key is another than the one that was accepted', async () => {
    const pin = `SHA256:${'A'.repeat(43)}`;
    const { id } = await savedSite(typedSite(pin));
    await world.call['run.start'](id, withPassword(secret));
    const end = await world.event('failed', 'host-key', 'finished');
    expect(end).toMatchObject({ kind: 'failed' });
  });

  it('keeps what was observed when it is cancelled', async () => {
    const { id } = await savedSite(typedSite(node.hostKeyFingerprint));
    await world.call['run.start'](id, withPassword(secret));
    await world.event('observed');
    await world.call['run.cancel'](id);
    const end = await world.event('finished', 'failed');
    expect(end).toMatchObject({ kind: 'finished', cancelled: true, readiness: 'not-ready' });
    const draft = await world.call['report.draft'](id);
    const seen = new Set(draft?.checks.map(({ observation }) => observation));
    expect(seen).toContain('not-run');
    expect(draft?.checks.length).toBeGreaterThan(10);
  });

  it('ends a question about a host key with the run', async () => {
    const { id } = await savedSite(typedSite());
    await world.call['run.start'](id, withPassword(secret));
    const { question } = await world.event('host-key');
    await world.call['run.cancel'](id);
    await world.event('finished', 'failed');
    await expect(world.call['run.answerHostKey'](id, { question, accept: true })).rejects.toThrow('over');
  });

  it('runs once at a time, and refuses what cannot be run before anything is sent', async () => {
    const { id } = await savedSite(typedSite(node.hostKeyFingerprint));
    const none = { nodes: [], hosts: [], allowLarge: false };
    await expect(world.call['run.start'](id, none)).rejects.toThrow('nothing to sign in to porto-1');
    await expect(world.call['run.start'](id, { ...none, nodes: ['lisboa-1'] })).rejects.toThrow(
      'no node "lisboa-1"',
    );
    const agent = {
      nodes: [],
      hosts: [{ host: 'porto-1', credentials: [{ kind: 'agent' as const }] }],
      allowLarge: false,
    };
    await expect(world.call['run.start'](id, agent)).rejects.toThrow('No SSH agent');
    const keyFile = { kind: 'key-file' as const, file: 'made-up', passphrase: null };
    const stolen = { nodes: [], hosts: [{ host: 'porto-1', credentials: [keyFile] }], allowLarge: false };
    await expect(world.call['run.start'](id, stolen)).rejects.toThrow('not known any more');
    expect(world.events).toEqual([]);

    await world.call['run.start'](id, withPassword(secret));
    await expect(world.call['run.start'](id, withPassword(secret))).rejects.toThrow('run already');
    await world.event('finished');
    await world.call['site.save'](id, { ...typedSite(), nodes: [] });
    await expect(world.call['run.start'](id, withPassword(secret))).rejects.toMatchObject({
      findings: [{ path: 'nodes' }],
    });
  });

  it('says that a node cannot be reached, and ends the run when the site is closed', async () => {
    const { id } = await savedSite(typedSite());
    await node.close();
    await world.call['run.start'](id, withPassword(secret));
    const { problem } = await world.event('failed');
    expect(problem.message).toContain(`127.0.0.1:${node.port}`);
    await world.call['site.close'](id);
    await expect(world.call['report.draft'](id)).rejects.toThrow('not open any more');
  });

  it('leaves no secret in any file and in no event', async () => {
    const password = 'Geheim-7261-Wort';
    const { id } = await savedSite(typedSite(node.hostKeyFingerprint));
    await world.call['run.start'](id, withPassword(password));
    await world.event('failed');
    const passphrase = 'Satz-9914-geheim';
    await world.call['identity.create'](newIdentity(passphrase));
    const everything = (await everyTextOf(world.folder)) + JSON.stringify(world.events);
    expect(everything).toContain('porto-1');
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(passphrase);
  });
});
