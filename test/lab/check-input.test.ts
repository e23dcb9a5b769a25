import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine } from '../helpers/command-line.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import { cli, environmentOf, runCheck } from './run-check.ts';

describe.skipIf(labMissing() !== null)('gatecheck check, before and after the run', () => {
  let lab: Lab;
  beforeAll(async () => {
    buildCommandLine();
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  it('keeps the report that was there before, and names it in the new one', async () => {
    const first = await runCheck(lab, lab.sites.solved);
    const again = await lab.exec(
      'laptop',
      [
        ...[process.execPath, cli, 'check', lab.sites.solved, '--out', join(first.reportFile, '..')],
        ...['--identity', lab.keys.identity, '--signing-key', lab.keys.identity],
        ...['--concurrency', '2', '--json'],
      ],
      { timeoutMs: 110_000, env: environmentOf(lab) },
    );
    expect(again.code).toBe(0);
    expect(again.stderr).toMatch(/solved\.\d{8}T\d{6}Z-[0-9a-f]{8}\.readiness\.json/);
    expect(JSON.parse(again.stdout)).toMatchObject({ previous: { id: first.report?.id } });
  });

  it.each([
    ['nothing to sign in with', [], /nothing to sign in/],
    ['a timeout that is no number', ['--timeout-ms', 'soon'], /no whole number/],
    ['a timeout out of bounds', ['--timeout-ms', '5'], /200 to 60000/],
    ['no check at a time', ['--concurrency', '0'], /would check nothing/],
    ['a node that the site does not have', ['--node', 'lab-9'], /no node "lab-9"/],
    ['a key file to sign with that is none', ['--agent', '--signing-key', '/etc/hostname'], /signing key/],
  ])('%s is bad input: nothing is sent', async (_what, more, message) => {
    const capture = await lab.capture('ip', 'fw-lap');
    const ended = await lab.exec(
      'laptop',
      [process.execPath, cli, 'check', lab.sites.solved, '--out', join(lab.folder, 'never'), ...more],
      { env: { ...environmentOf(lab), SSH_AUTH_SOCK: '/nowhere' } },
    );
    expect(await capture.stop()).toEqual([]);
    expect(ended.stderr).toMatch(message);
    expect(ended.code).toBe(2);
  });
});
