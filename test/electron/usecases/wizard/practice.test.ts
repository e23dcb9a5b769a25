import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportOutputNames } from '../../../../shared/documents/report-outputs/registry.ts';
import { parseReport } from '../../../../shared/report/parse-report.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
beforeEach(async () => {
  world = await wizardWorld();
});
afterEach(async () => {
  await world.end();
});

const runAll = { nodes: [], hosts: [], allowLarge: false };

async function sshKeygenSays(folder: string, name: string): Promise<string> {
  const path = join(folder, `${name}.readiness.json`);
  const parsed = parseReport(await readFile(path, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const { signer } = parsed.value.report;
  const signers = join(folder, 'signers');
  await writeFile(signers, `${signer.email} namespaces="gatecheck" ${signer.publicKey}\n`);
  const command = `ssh-keygen -Y verify -f "$1" -I "$2" -n gatecheck -s "$3.sig" < "$3"`;
  const { stdout } = await promisify(execFile)('sh', ['-c', command, 'sh', signers, signer.email, path]);
  return stdout;
}

describe('the practice site in the wizard', { timeout: 180_000 }, () => {
  it.each([
    ['blocked', 'not-ready'],
    ['solved', 'ready'],
  ] as const)('goes the whole way, %s: request, checks, signed report', async (scenario, wouldBe) => {
    const out = join(world.folder, 'out');
    await mkdir(out);
    world.dialogs.folder = out;
    const opened = await world.call['site.openPractice'](scenario);
    expect(opened).toMatchObject({ practice: scenario, fileName: null });

    const saved = await world.call['site.save'](opened.id, opened.site);
    expect(saved).toMatchObject({ to: 'draft', findings: [] });
    const request = await world.call['request.save'](opened.id, {
      formats: ['pdf', 'json'],
      paper: 'a4',
      sameFolder: false,
      against: null,
    });
    expect(request?.files.map(({ name }) => name)).toEqual(['PRACTICE-001_A.pdf', 'PRACTICE-001_A.json']);

    expect(await world.call['report.draft'](opened.id)).toBeNull();
    const { total } = await world.call['run.start'](opened.id, runAll);
    const end = await world.event('finished', 'failed');
    expect(end).toMatchObject({
      kind: 'finished',
      site: opened.id,
      cancelled: false,
      readiness: 'not-ready',
    });
    const kinds = new Set(world.events.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['started', 'phase', 'running', 'observed', 'node', 'judged', 'finished']));
    expect(world.events.filter(({ kind }) => kind === 'observed')).toHaveLength(total);

    const draft = await world.call['report.draft'](opened.id);
    expect(draft).toMatchObject({ practice: true, readiness: 'not-ready', wouldBe, stale: false });
    expect(draft?.sentence).toContain('Practice run.');
    expect(draft?.checks).toHaveLength(total);

    const written = await world.call['report.sign'](opened.id, { passphrase: null });
    const name = `practice-${scenario}`;
    expect(written?.files.map((file) => file.name)).toEqual(
      ['json', 'json.sig', 'pdf'].map((ending) => `${name}.readiness.${ending}`),
    );
    expect(await sshKeygenSays(out, name)).toContain(
      'Good "gatecheck" signature for practice@gatecheck.invalid',
    );

    world.dialogs.report = join(out, `${name}.readiness.json`);
    const verified = await world.call['verify.choose']();
    expect(verified?.results).toMatchObject([{ practice: true, result: 'intact', signer: { known: false } }]);
    // A throw-away key is nobody's: it cannot be taken among the known ones.
    expect(verified?.toTrust).toEqual([]);

    // The next request asks only for what this report did not see open.
    const whole = { paper: 'a4' as const, against: null };
    const all = await world.call['request.preview'](opened.id, opened.site, whole);
    const held = await world.call['request.against'](opened.id, 'report');
    const left = await world.call['request.preview'](opened.id, opened.site, {
      ...{ paper: 'a4', against: held?.id ?? '' },
    });
    expect(left?.places.length).toBeGreaterThan(0);
    expect(left?.places.length).toBeLessThan(all?.places.length ?? 0);
  });

  it('puts its signer’s line beside the report, and leaves another list of signers as it is', async () => {
    const signers = join(world.folder, 'allowed_signers');
    world.dialogs.folder = world.folder;
    const lines: string[] = [];
    for (const before of [null, 'kept', 'tech@example.com ssh-ed25519 AAAA\n']) {
      if (before !== null && before !== 'kept') await writeFile(signers, before);
      const { id } = await world.call['site.openPractice']('solved');
      await world.call['run.start'](id, runAll);
      await world.event('finished');
      await world.call['report.sign'](id, { passphrase: null });
      lines.push(await readFile(signers, 'utf8'));
      await world.restart();
    }
    const own = /^practice@gatecheck\.invalid namespaces="gatecheck" ssh-ed25519 \S+\n$/;
    expect(lines).toEqual([
      expect.stringMatching(own),
      expect.stringMatching(own),
      'tech@example.com ssh-ed25519 AAAA\n',
    ]);
    expect(lines[1]).not.toBe(lines[0]);
  });

  it('repeats only what does not pass, and says of the rest that it is carried over', async () => {
    world.dialogs.folder = world.folder;
    const { id } = await world.call['site.openPractice']('blocked');
    const onlyNotPassing = { ...runAll, onlyNotPassing: true };
    await expect(world.call['run.start'](id, onlyNotPassing)).rejects.toThrow('no signed report');
    const { total } = await world.call['run.start'](id, runAll);
    await world.event('finished', 'failed');
    await world.call['report.sign'](id, { passphrase: null });
    world.forgetEvents();
    const again = await world.call['run.start'](id, onlyNotPassing);
    expect(again.total).toBeGreaterThan(0);
    expect(again.total).toBeLessThan(total);
    expect(await world.event('finished', 'failed')).toMatchObject({ kind: 'finished' });
    expect(world.events.filter(({ kind }) => kind === 'observed')).toHaveLength(again.total);
    const draft = await world.call['report.draft'](id);
    const carried = draft?.checks.filter(({ carriedOverFrom }) => carriedOverFrom !== null) ?? [];
    expect(carried.length).toBeGreaterThan(0);
    expect(new Set(carried.map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
    await world.call['report.sign'](id, { passphrase: null });
    world.dialogs.report = join(world.folder, 'practice-blocked.readiness.json');
    expect((await world.call['verify.choose']())?.results).toMatchObject([{ result: 'intact' }]);
  });

  it('gives hand-off texts and other forms of its signed report, beside it', async () => {
    world.dialogs.folder = world.folder;
    const { id } = await world.call['site.openPractice']('blocked');
    await world.call['run.start'](id, runAll);
    await world.event('finished');
    const draft = await world.call['report.draft'](id);
    const ids = draft?.rules.filter(({ verdict }) => verdict !== 'pass').map((rule) => rule.id) ?? [];
    await expect(world.call['report.handOff'](id, { of: 'signed', ids })).rejects.toThrow('no signed report');
    const unsigned = await world.call['report.handOff'](id, { of: 'draft', ids });
    expect(unsigned).toContain('not signed yet');
    await world.call['report.sign'](id, { passphrase: null });
    const text = await world.call['report.handOff'](id, { of: 'signed', ids });
    expect(ids.length).toBeGreaterThan(2);
    for (const rule of ids) expect(text.replace(/\s+/g, ' ')).toContain(`Rule ${rule} `);
    expect(text).toContain('Practice run.');
    expect(text).not.toContain('not signed yet');
    const formats = [...reportOutputNames];
    const written = await world.call['report.export'](id, { formats });
    expect(written.files).toHaveLength(formats.length);
    for (const { name } of written.files)
      expect((await readFile(join(world.folder, name), 'utf8')).length).toBeGreaterThan(100);
    const copy = await world.call['report.redact'](id, { passphrase: null });
    const redacted = copy.files.find(({ name }) => name.endsWith('.json'))?.name ?? '';
    expect(await readFile(join(world.folder, redacted), 'utf8')).not.toContain('Lighthouse');
    world.dialogs.report = join(world.folder, redacted);
    expect((await world.call['verify.choose']())?.results[0]?.result).toBe('intact');
    expect(await world.call['history.list'](id)).toEqual({ entries: [], faults: [] });
  });

  it('leaves nothing among the user’s own files but the log', async () => {
    const { id, site } = await world.call['site.openPractice']('blocked');
    await world.call['site.save'](id, site);
    await world.call['site.close'](id);
    expect(await world.call['recent.list']()).toEqual([]);
    expect(
      (await readdir(world.userFolder).catch((): string[] => [])).filter((name) => name !== 'logs'),
    ).toEqual([]);
  });

  it('dials the practice node even when the form names another host', async () => {
    const { id, site } = await world.call['site.openPractice']('solved');
    const nodes = site.nodes.map((node) => ({ ...node, ssh: { host: '127.0.0.1', port: 1, user: 'root' } }));
    await world.call['site.save'](id, { ...site, nodes });
    await world.call['run.start'](id, runAll);
    await world.event('finished');
    expect(await world.call['report.draft'](id)).toMatchObject({ practice: true, wouldBe: 'ready' });
  });

  it('says that a report is stale once the rules are others than those that were checked', async () => {
    const { id, site } = await world.call['site.openPractice']('solved');
    await world.call['run.start'](id, runAll);
    await world.event('finished');
    const renamed = { ...site, customer: { ...site.customer, name: 'Another name (PRACTICE)' } };
    await world.call['site.save'](id, renamed);
    expect((await world.call['report.draft'](id))?.stale).toBe(false);
    await world.call['site.save'](id, { ...site, features: { ...site.features, syslog: false } });
    expect((await world.call['report.draft'](id))?.stale).toBe(true);
    await world.call['site.save'](id, { ...site, nodes: [] });
    expect((await world.call['report.draft'](id))?.stale).toBe(true);
  });

  it('counts a waiver that was given after the run', async () => {
    const { id, site } = await world.call['site.openPractice']('blocked');
    await world.call['run.start'](id, runAll);
    await world.event('finished');
    const before = await world.call['report.draft'](id);
    if (before === null) throw new Error('there is no run');
    const inTheWay = [...before.rules.filter(({ group }) => group === null), ...before.groups].filter(
      ({ level, verdict }) => level === 'required' && verdict !== 'pass',
    );
    expect(inTheWay.length).toBeGreaterThan(1);
    expect(before.wouldBe).toBe('not-ready');
    const waivers = inTheWay.map(({ id: rule, digest }) => ({
      rule,
      digest,
      by: 'Rui Almeida',
      reason: 'accepted until the change of Friday',
      at: '2020-01-01T00:00:00Z',
      expires: '2099-01-01T00:00:00Z',
    }));
    await world.call['site.save'](id, { ...site, waivers });
    const after = await world.call['report.draft'](id);
    expect(after).toMatchObject({ stale: false, readiness: 'not-ready', wouldBe: 'ready-with-exceptions' });
  });
});
