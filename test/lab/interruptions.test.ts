import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import { addresses } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { run } from './namespaces.ts';
import { labMissing } from './preconditions.ts';
import { cli, environmentOf, runCheck } from './run-check.ts';

const missing = labMissing();

interface Checking {
  readonly child: ChildProcess;
  readonly reportFile: string;
  readonly ended: Promise<number | null>;
}

/** Starts `gatecheck check` on the laptop and waits until it has seen something, while the silent targets are still awaited. */
async function checkUntilConfirmed(lab: Lab, name: string): Promise<Checking> {
  const out = join(lab.folder, name);
  const child = spawn(
    'ip',
    [
      ...['netns', 'exec', lab.names.laptop, process.execPath, cli, 'check', lab.sites.blocked, '--out', out],
      ...['--identity', lab.keys.identity, '--signing-key', lab.keys.identity],
    ],
    { env: environmentOf(lab), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('confirmed')) resolve();
    });
    child.on('close', () => reject(new Error(`the run ended before it confirmed anything: ${text}`)));
  });
  return { child, ended, reportFile: join(out, 'blocked.readiness.json') };
}

interface Traces {
  readonly files: readonly string[];
  readonly processes: readonly string[];
  readonly listeners: readonly string[];
}

/** What a run could leave on the node: files, processes (sshd's own sessions aside) and listeners. */
async function tracesOn(lab: Lab): Promise<Traces> {
  const { stdout } = await lab.exec('node', ['ss', '-Hltun']);
  return {
    files: await lab.nodeFiles.list(),
    processes: (await lab.processes('node')).filter((line) => !/^sshd: /.test(line)).sort(),
    listeners: stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/).slice(0, 5).join(' '))
      .sort(),
  };
}

const readReport = (file: string): Report => reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const count = (report: Report, word: string): number =>
  report.checks.filter(({ observation }) => observation === word).length;

describe.skipIf(missing !== null)('a run that is cut off', () => {
  let lab: Lab;
  let before: Traces;
  beforeAll(async () => {
    lab = await startLab('one-arm');
    // Folders that this first look makes are no trace of a run.
    await run(lab.nodeFiles.inside('touch', '/usr/share/left-behind'));
    await run(lab.nodeFiles.inside('rm', '/usr/share/left-behind'));
    before = await tracesOn(lab);
  });
  afterAll(() => lab.stop());

  /** The script on the node ends by itself: at once when it hears of the end, at its own deadline when it cannot. */
  const expectNothingLeft = (): Promise<void> =>
    expect.poll(() => tracesOn(lab), { timeout: 40_000, interval: 500 }).toEqual(before);

  it('is looked for in files too: one that a session leaves is seen, wherever it lies', async () => {
    const left = '/usr/share/left-behind';
    await run(lab.nodeFiles.inside('touch', left));
    expect((await tracesOn(lab)).files).toContainEqual(expect.stringContaining(left));
    await run(lab.nodeFiles.inside('rm', left));
    expect((await tracesOn(lab)).files.join('\n')).not.toContain(left);
  });

  it('by kill -9 of the program keeps what it saw, and leaves nothing on the node', async () => {
    const { child, ended, reportFile } = await checkUntilConfirmed(lab, 'killed');
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(reportFile)).toBe(false);
    await expectNothingLeft();
    const capture = await lab.capture('not port 22 and not arp', 'fw-lap');
    const recover = await lab.exec(
      'laptop',
      [
        ...[
          process.execPath,
          cli,
          'check',
          lab.sites.blocked,
          '--recover',
          '--out',
          join(lab.folder, 'killed'),
        ],
        ...['--signing-key', lab.keys.identity],
      ],
      { env: environmentOf(lab) },
    );
    expect(recover.code).toBe(1);
    expect(await capture.stop()).toEqual([]);
    const report = readReport(reportFile);
    expect(report.readiness).toBe('not-ready');
    expect(count(report, 'confirmed')).toBeGreaterThan(0);
    const notRun = report.checks.filter(({ observation }) => observation === 'not-run');
    expect(notRun.length).toBeGreaterThan(0);
    for (const { explanation } of notRun) expect(explanation).toContain('interrupted');
    expect(report.nodes[0]?.hostKey).toBe(lab.keys.hostKeyFingerprint);
    expect(readdirSync(join(environmentOf(lab)['XDG_CONFIG_HOME'] ?? '', 'gatecheck', 'runs'))).toEqual([]);
    const verified = await lab.exec('laptop', [process.execPath, cli, 'verify', reportFile, '--json'], {
      env: environmentOf(lab),
    });
    // Intact, and its verdicts follow from its observations; nobody vouches for the lab's key.
    expect(verified.code, verified.stdout).toBe(4);
  });

  it('by a cable that is pulled keeps what it saw, says what was not run, and leaves nothing on the node', async () => {
    const { ended, reportFile } = await checkUntilConfirmed(lab, 'unplugged');
    await lab.exec('firewall', ['ip', 'link', 'set', 'fw-lan', 'down']);
    try {
      expect(await ended).toBe(1);
    } finally {
      await lab.exec('firewall', ['ip', 'link', 'set', 'fw-lan', 'up']);
    }
    const report = readReport(reportFile);
    expect(count(report, 'confirmed')).toBeGreaterThan(0);
    expect(count(report, 'not-run')).toBeGreaterThan(0);
    // What was under way when the cable went is not held against the network.
    const silent = report.checks.filter(({ observation }) => observation === 'filtered');
    for (const { target } of silent)
      expect([addresses.dropped, addresses.dnsDropped]).toContain(target.resolved);
    expect(report.nodes[0]?.failure).not.toBeNull();
    await expectNothingLeft();
  });

  it('by a cable that is pulled and put back comes to the same result as one that is not', async () => {
    const { ended, reportFile } = await checkUntilConfirmed(lab, 'wobbly');
    await lab.exec('firewall', ['ip', 'link', 'set', 'fw-lan', 'down']);
    await new Promise((resolve) => setTimeout(resolve, 3500));
    await lab.exec('firewall', ['ip', 'link', 'set', 'fw-lan', 'up']);
    expect(await ended).toBe(1);
    const undisturbed = await runCheck(lab, lab.sites.blocked);
    const words = (report: Report | null): Record<string, string> =>
      Object.fromEntries(report?.checks.map(({ id, observation }) => [id, observation]) ?? []);
    expect(words(readReport(reportFile))).toEqual(words(undisturbed.report));
    await expectNothingLeft();
  });

  it('by the end of every sshd on the node keeps what it saw, and says what was not run', async () => {
    const { ended, reportFile } = await checkUntilConfirmed(lab, 'no-sshd');
    await lab.endSshServers();
    expect(await ended).toBe(1);
    const report = readReport(reportFile);
    expect(count(report, 'confirmed')).toBeGreaterThan(0);
    expect(count(report, 'not-run')).toBeGreaterThan(0);
    expect(report.nodes[0]?.failure).not.toBeNull();
    await expect
      .poll(async () => (await tracesOn(lab)).processes.filter((line) => /python|perl|sh -s/.test(line)), {
        timeout: 40_000,
      })
      .toEqual([]);
    const after = await tracesOn(lab);
    expect(after.files).toEqual(before.files);
    expect(before.listeners).toEqual(expect.arrayContaining([...after.listeners]));
  });
});
