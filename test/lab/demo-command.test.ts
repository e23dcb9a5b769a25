import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommandLine } from '../helpers/command-line.ts';
import type { Report } from '../../shared/report/schema.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import type { CommandResult } from './namespaces.ts';
import { labMissing } from './preconditions.ts';

const cli = join(dirname(fileURLToPath(import.meta.url)), '../../dist/cli.cjs');

/** A laptop with a cable and a default route: whatever left it would be seen on the firewall. */
describe.skipIf(labMissing() !== null)('gatecheck demo on a laptop that has a network', () => {
  let lab: Lab;
  beforeAll(async () => {
    buildCommandLine();
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  it.each(['blocked', 'solved'] as const)(
    '%s: exactly the scripted observations, signed, and no packet leaves the laptop',
    async (scenario) => {
      const out = join(lab.folder, scenario);
      const outside = await lab.capture('ip or (ip6 and not icmp6) or arp', 'fw-lap');
      const ended = await lab.exec(
        'laptop',
        [process.execPath, cli, 'demo', '--out', out, '--scenario', scenario],
        { env: { ...process.env, GATECHECK_HOME: join(lab.folder, 'home') }, timeoutMs: 60_000 },
      );
      expect(await outside.stop()).toEqual([]);
      expect(ended.stdout).toContain('observations are the scripted ones');
      expect(ended.stderr).not.toContain('not as scripted');
      expect(ended.code).toBe(0);
      expect(readdirSync(out).sort()).toEqual([
        'PRACTICE-001_A.json',
        'PRACTICE-001_A.pdf',
        'allowed_signers',
        `practice-${scenario}.readiness.json`,
        `practice-${scenario}.readiness.json.sig`,
        `practice-${scenario}.readiness.pdf`,
        `practice-${scenario}.site.json`,
      ]);
      const file = join(out, `practice-${scenario}.readiness.json`);
      const text = readFileSync(file, 'utf8');
      const report = JSON.parse(text) as Report;
      expect(report).toMatchObject({ practice: true, readiness: 'not-ready', signer: { name: 'PRACTICE' } });
      const verify = (stdin: string): Promise<CommandResult> =>
        lab.exec(
          'laptop',
          [
            ...['ssh-keygen', '-Y', 'verify', '-f', join(out, 'allowed_signers')],
            ...['-I', report.signer.email, '-n', 'gatecheck', '-s', `${file}.sig`],
          ],
          { stdin },
        );
      expect((await verify(text)).code).toBe(0);
      const at = Math.floor(text.length / 2);
      const changed = text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
      expect((await verify(changed)).code).not.toBe(0);
    },
  );
});
