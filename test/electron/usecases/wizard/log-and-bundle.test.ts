import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeNode } from '../../../../electron/practice/practice-node.ts';
import { startPracticeNode } from '../../../../electron/practice/practice-node.ts';
import { formats } from '../../../../electron/log/formats.ts';
import type { IpcArguments } from '../../../../shared/ipc/contract.ts';
import type { Bundle } from '../../../../shared/ipc/log-calls.ts';
import type { SiteFile } from '../../../../shared/site/schema.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
let node: PracticeNode;
beforeEach(async () => {
  world = await wizardWorld();
  node = await startPracticeNode('blocked');
});
afterEach(async () => {
  await world.end();
  await node.close();
});

const customer = { name: 'Quincaillerie Vexin', site: 'Bréançon Entrepôt' };
const wrongPassword = 'kanarienvogel-7311';

function site(): SiteFile {
  const base = structuredClone(node.site);
  const ssh = { host: '127.0.0.1', port: node.port, user: node.user };
  return { ...base, customer, nodes: base.nodes.map((one) => ({ ...one, ssh })) };
}

function signInWith(password: string): IpcArguments<'run.start'>[1] {
  return {
    nodes: [],
    hosts: [{ host: 'porto-1', credentials: [{ kind: 'password', password }] }],
    allowLarge: false,
  };
}

/** Everything of the customer, of the node and of the person that the program was told or saw. */
function customersOwn(): string[] {
  const addresses = JSON.stringify(node.site).match(/\d+\.\d+\.\d+\.\d+/g) ?? [];
  return [
    ...['Vexin', 'Bréançon', 'porto', 'example.com', 'Carvalho', wrongPassword, '127.0.0.1'],
    ...[world.folder, 'a passphrase', node.hostKeyFingerprint],
    ...new Set(addresses),
  ];
}

async function logText(): Promise<string> {
  await world.call['log.read']();
  const folder = join(world.userFolder, 'logs');
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('');
}

/** A run that cannot sign in, one that can, a signed report, and a save that fails. */
async function workADay(): Promise<void> {
  const { id } = await world.call['site.create']();
  world.dialogs.saveAs = join(world.folder, 'vexin.site.json');
  await world.call['site.saveAs'](id, site());
  await world.call['run.start'](id, signInWith(wrongPassword));
  const question = await world.event('host-key');
  await world.call['run.answerHostKey'](id, { question: question.question, accept: true });
  expect((await world.event('finished', 'failed')).kind).toBe('failed');
  world.forgetEvents();
  await world.call['run.start'](id, signInWith(node.password));
  const again = await Promise.race([world.event('host-key'), world.event('finished', 'failed')]);
  if (again.kind === 'host-key')
    await world.call['run.answerHostKey'](id, { question: again.question, accept: true });
  expect((await world.event('finished', 'failed')).kind).toBe('finished');
  await world.call['identity.create']({
    ...{ name: 'Inês Carvalho', email: 'ines@example.com', rotate: false },
    protection: { kind: 'passphrase', passphrase: 'a passphrase of hers' },
  });
  await world.call['report.sign'](id, { passphrase: 'a passphrase of hers' });
  world.dialogs.saveAs = join(world.folder, 'vexin.site.json', 'below', 'a.site.json');
  await expect(world.call['site.saveAs'](id, site())).rejects.toThrow();
}

describe('the log of a day’s work', { timeout: 120_000 }, () => {
  it('has the phases, the nodes, the sums and what stood in the way, and nothing of the customer', async () => {
    await workADay();
    const text = await logText();
    const { lines, stopped, unreadable } = await world.call['log.read']();
    expect({ stopped, unreadable }).toEqual({ stopped: null, unreadable: 0 });
    const events = new Set(lines.map(({ event }) => event));
    for (const event of [
      ...['call', 'call-failed', 'host-key-asked', 'ssh-failed', 'ssh-connected', 'run-failed'],
      ...['run-started', 'phase', 'node-reached', 'run-ended'],
    ])
      expect(events, event).toContain(event);
    const ofEvent = (event: string) =>
      lines.filter((line) => line.event === event).map((line) => line.fields);
    expect(ofEvent('ssh-failed')[0]).toMatchObject({ code: 'wrong-password', hop: 'node' });
    // One node, one number, in whatever it is named.
    const numbers = ['ssh-failed', 'ssh-connected', 'phase', 'node-reached'].flatMap((event) =>
      ofEvent(event).map((fields) => fields['node']),
    );
    expect(new Set(numbers).size).toBe(1);
    expect(numbers[0]).toMatch(/^node-\d$/);
    const [sums] = ofEvent('run-ended');
    expect(sums).toMatchObject({ site: 'site-1', cancelled: false, readiness: 'not-ready' });
    expect(Number(sums?.['pass']) + Number(sums?.['fail']) + Number(sums?.['inconclusive'])).toBe(
      sums?.['checks'],
    );
    expect(String(sums?.['observations'])).toMatch(/confirmed=\d+/);
    expect(ofEvent('call').map(({ call }) => call)).toContain('report.sign');
    expect(ofEvent('call-failed')).toMatchObject([{ call: 'site.saveAs', name: 'StoreError' }]);
    // What our own sentences say stays readable.
    expect(ofEvent('phase').map(({ says }) => says)).toContain(
      'Asking the node about its interfaces and routes',
    );
    expect(ofEvent('ssh-failed')[0]?.['says']).toMatch(/^node-\d refused the password for “person-\d”\.$/);
    for (const own of customersOwn()) expect(text.toLowerCase(), own).not.toContain(own.toLowerCase());
  });

  it('takes in what the window tells of its faults, without their message', async () => {
    const message = 'Vexin cannot be drawn';
    await world.call['log.fault']({
      ...{ where: 'screen', name: 'TypeError', message },
      stack: `TypeError: ${message}\n    at Row (gatecheck://app/assets/history-page-B1.js:3:120)`,
    });
    const { lines } = await world.call['log.read']();
    expect(lines[0]).toMatchObject({
      level: 'error',
      event: 'fault',
      fields: { where: 'screen', name: 'TypeError', frames: 'Row history-page-B1.js:3:120' },
    });
    expect(await logText()).not.toContain('Vexin');
  });

  it('is shown in its folder by the program, not by a path of the window', async () => {
    await world.call['log.folder']();
    expect(world.revealed).toEqual([join(world.userFolder, 'logs')]);
  });
});

async function archive(path: string): Promise<ReadonlyMap<string, string>> {
  const files = unzipSync(await readFile(path));
  return new Map(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

const whole = { leaveOut: [], happened: '' };

describe('a support bundle', { timeout: 120_000 }, () => {
  it('holds what was shown, word for word and in its order, and nothing of the customer', async () => {
    await workADay();
    const bundle = await world.call['bundle.make']();
    // What happens between reading and saving is not in it: nobody read that.
    await world.call['identity.show']();
    await world.call['log.fault']({ where: 'window', name: 'LaterError', message: '', stack: '' });
    const path = join(world.folder, 'bundle.zip');
    world.dialogs.saveBundle = path;
    const written = await world.call['bundle.save'](bundle.id, whole);
    expect(written?.files.map(({ name }) => name)).toEqual(['bundle.zip']);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const files = await archive(path);
    expect([...files]).toEqual(bundle.files.map(({ name, text }) => [name, text]));
    expect([...files.keys()]).toEqual([
      ...['README.txt', 'versions.json', 'settings.json', 'runs.json', 'formats.json'],
      ...['self-check.json', 'log.jsonl'],
    ]);
    const text = [...files.values()].join('\n').toLowerCase();
    expect(text).not.toContain('latererror');
    for (const own of customersOwn()) expect(text, own).not.toContain(own.toLowerCase());
    const told = JSON.parse(files.get('runs.json') ?? '') as { readonly runs: readonly { kind: string }[] };
    expect(told).toMatchObject({ sites: 1, faults: {} });
    // Both may be of the same second.
    expect(told.runs.toSorted((a, b) => a.kind.localeCompare(b.kind))).toMatchObject([
      { kind: 'report', readiness: 'not-ready' },
      { kind: 'run', outcome: 'finished' },
    ]);
    expect(JSON.parse(files.get('self-check.json') ?? '')).toMatchObject({
      ...{ userFolder: 'ok', log: 'ok', signingIdentity: 'ok', sshAgent: 'absent' },
    });
    // The same files are the same archive, byte for byte.
    const before = await readFile(path);
    await world.call['bundle.save'](bundle.id, whole);
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it('leaves out what was unticked, and takes what was typed as it is', async () => {
    const bundle = await world.call['bundle.make']();
    world.dialogs.saveBundle = join(world.folder, 'bundle.zip');
    const leaveOut = ['log.jsonl', 'runs.json', '../../etc/passwd'];
    await world.call['bundle.save'](bundle.id, { leaveOut, happened: '  It hung at 14:00.\nTwice.  ' });
    const files = await archive(world.dialogs.saveBundle);
    expect(files.get('what-happened.txt')).toBe('It hung at 14:00.\nTwice.\n');
    expect(files.has('log.jsonl')).toBe(false);
    expect(files.has('README.txt')).toBe(true);
  });

  it('is saved only as the one that is shown, with a file in it, and where a person said', async () => {
    const first: Bundle = await world.call['bundle.make']();
    const { id, files } = await world.call['bundle.make']();
    expect(await world.call['bundle.save'](id, whole)).toBeNull();
    await expect(world.call['bundle.save'](first.id, whole)).rejects.toThrow('not known any more');
    const leaveOut = files.map(({ name }) => name);
    await expect(world.call['bundle.save'](id, { leaveOut, happened: ' ' })).rejects.toThrow('left out');
  });

  it('is made although what it tells of is damaged', async () => {
    await mkdir(join(world.userFolder, 'history'), { recursive: true });
    await writeFile(join(world.userFolder, 'window-state.json'), '{"zoom":"Vexin","language":"Vexin","x":1}');
    await writeFile(join(world.userFolder, 'history', `${'0'.repeat(32)}.history.jsonl`), 'Vexin\n');
    const { files } = await world.call['bundle.make']();
    expect(files).toHaveLength(7);
    expect(JSON.stringify(files)).not.toContain('Vexin');
  });

  it('names the formats that the sources know', async () => {
    const shared = await readdir('shared', { recursive: true });
    const electron = await readdir('electron', { recursive: true });
    const paths = [
      ...shared.map((name) => join('shared', name)),
      ...electron.map((name) => join('electron', name)),
    ];
    const sources = await Promise.all(
      paths
        .filter((path) => path.endsWith('.ts') && !path.endsWith(join('log', 'formats.ts')))
        .map((path) => readFile(path, 'utf8')),
    );
    const known = sources.join('\n');
    for (const [name, format] of Object.entries(formats)) {
      expect(known, name).toContain(`'${format}'`);
      const [what = '', number] = format.split('@');
      expect(known, name).not.toContain(`'${what}@${Number(number) + 1}'`);
    }
  });
});
