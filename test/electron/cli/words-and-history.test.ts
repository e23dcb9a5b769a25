import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowedSignersLine } from '../../../electron/signing/index.ts';
import { signerOf } from '../../../electron/signing/signer.ts';
import { reportHistory } from '../../../electron/store/report-history.ts';
import { signReport } from '../../../electron/usecases/sign-report.ts';
import type { Check } from '../../../shared/plan/types.ts';
import type { Observation } from '../../../shared/probes/observation.ts';
import { buildCommandLine } from '../../helpers/command-line.ts';
import { passing, runOf } from '../../helpers/site-run.ts';
import { createdAt, provableSite } from '../../shared/report/sample-report.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gatecheck-words-'));
const home = join(folder, 'home');
const planned = provableSite();
const signer = signerOf(generateKeyPairSync('ed25519').privateKey, 'Tech', 'tech@example.com');
const signers = join(folder, 'allowed_signers');
const rule = 'dns.gdn-1.out.lan.53-tcp.v4';
let site = '';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function gatecheck(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'dist/cli.cjs'), ...args], {
      env: { ...process.env, GATECHECK_HOME: home },
      timeout: 60_000,
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** A signed report of the site in its own folder, kept in the history. */
async function report(id: string, see: (check: Check) => Observation): Promise<string> {
  const out = join(folder, id);
  const { saved, notKept } = await signReport(
    {
      ...planned,
      siteName: 'gdansk',
      run: runOf(planned, see),
      folder: out,
      createdAt,
      id,
      version: '0.1.0',
    },
    { signer, history: reportHistory(home), renderPdf: () => Promise.resolve(Buffer.from('a PDF')) },
  );
  expect(notKept).toBeNull();
  return saved.files[0] ?? '';
}

const blocked = (check: Check): Observation => (check.rule === rule ? 'filtered' : passing(check));

beforeAll(() => {
  buildCommandLine();
  writeFileSync(signers, `${allowedSignersLine('tech@example.com', signer.publicKeyLine)}\n`);
  // As a person writes it: without what has a default, and in a form of their own.
  const text = readFileSync(join(root, 'test/fixtures/sites/gdansk-dc1.site.json'), 'utf8');
  const file = JSON.parse(text) as Record<string, unknown>;
  delete file['attestations'];
  delete file['waivers'];
  site = join(folder, 'gdansk.site.json');
  writeFileSync(site, JSON.stringify(file, null, 3));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('gatecheck attest and waive', () => {
  it('write the word into the site file and touch nothing else in it', async () => {
    const before = readFileSync(site, 'utf8');
    const waived = await gatecheck(
      ...[
        'waive',
        site,
        rule,
        '--by',
        'Ola',
        '--reason',
        'comes in May',
        '--expires',
        '2099-01-01T00:00:00Z',
      ],
    );
    expect(waived).toMatchObject({ code: 0, err: '' });
    expect(waived.out).toContain('waived by Ola until 2099-01-01T00:00:00Z. It is never counted as passed.');
    const after = readFileSync(site, 'utf8');
    expect(after.startsWith(before.trimEnd().slice(0, -1).trimEnd())).toBe(true);
    const plan = await gatecheck('plan', site);
    expect(plan.out).toMatch(/waived +dns\.gdn-1\.out\.lan\.53-tcp\.v4 +Ola: comes in May +until 2099/);
    const withdrawn = await gatecheck('waive', site, rule, '--withdraw');
    expect(withdrawn).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(site, 'utf8'))).toEqual({
      ...(JSON.parse(before) as object),
      waivers: [],
    });
  });

  it('refuse what cannot count, with exit 2 and the site file as it was', async () => {
    const before = readFileSync(site, 'utf8');
    const by = ['--by', 'Ola', '--reason', 'x'] as const;
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['waive', site, rule, ...by], '--expires is missing'],
      [['waive', site, rule, ...by, '--expires', '2020-01-01T00:00:00Z'], 'yet to come'],
      [['waive', site, `${rule}4`, ...by, '--expires', '2099-01-01T00:00:00Z'], `did you mean ${rule}?`],
      [['attest', site, rule, '--by', 'Ola'], '--how is missing'],
      [['attest', site, rule, '--withdraw'], 'no attestation of'],
      [['attest', site, rule, '--withdraw', '--by', 'Ola'], 'takes no --by'],
      [['attest', join(folder, 'none.site.json'), rule, '--by', 'O', '--how', 'x'], 'There is no file'],
    ];
    for (const [args, says] of cases) {
      const { code, err } = await gatecheck(...args);
      expect([code, err]).toEqual([2, expect.stringContaining(says)]);
    }
    expect(readFileSync(site, 'utf8')).toBe(before);
  });

  it('tell that an attestation does not cover what failed in the latest report', async () => {
    await report('11111111-0000-4000-8000-000000000000', blocked);
    const { code, out } = await gatecheck('attest', site, rule, '--by', 'Ola', '--how', 'seen');
    expect(code).toBe(0);
    expect(out).toContain(
      'It failed in the report of 2026-11-24T20:41:07Z. An attestation covers what nobody can tell',
    );
  });
});

describe('gatecheck history and compare', () => {
  it('give a kept report back with its signature, byte for byte, and find damage', async () => {
    const file = await report('22222222-0000-4000-8000-000000000000', passing);
    const listed = await gatecheck('history', site, '--verify');
    expect(listed.code).toBe(0);
    expect(listed.out).toContain('22222222-0000-4000-8000-000000000000');
    expect(listed.out).toContain('follow each other');
    const out = join(folder, 'again');
    const shown = await gatecheck('history', site, '--show', '22222222', '--out', out);
    expect(shown.code).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      'gdansk.20261124T204107Z-22222222.readiness.json',
      'gdansk.20261124T204107Z-22222222.readiness.json.sig',
    ]);
    for (const ending of ['', '.sig'])
      expect(readFileSync(join(out, `gdansk.20261124T204107Z-22222222.readiness.json${ending}`))).toEqual(
        readFileSync(`${file}${ending}`),
      );
    const lines = readdirSync(join(home, 'history')).find((name) => name.endsWith('.jsonl')) ?? '';
    const path = join(home, 'history', lines);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('not-ready', 'ready'));
    const damaged = await gatecheck('history', '--verify');
    expect([damaged.code, damaged.out]).toEqual([1, expect.stringContaining('DAMAGED')]);
    writeFileSync(path, text);
    expect(await gatecheck('history', '--show', 'nothing', '--out', out)).toMatchObject({ code: 2 });
  });

  it('verify both reports, tell what opened and what broke, and end with 1 when something broke', async () => {
    const old = await report('33333333-0000-4000-8000-000000000000', blocked);
    const now = await report('44444444-0000-4000-8000-000000000000', passing);
    const better = await gatecheck('compare', old, now, '--allowed-signers', signers);
    expect(better).toMatchObject({ code: 0 });
    expect(better.out).toContain('valid, signer known (Tech)');
    expect(better.out).toContain('No worse: 2 connections opened; was not-ready, is ready.');
    const worse = await gatecheck('compare', now, old, '--json');
    expect(worse.code).toBe(1);
    expect(worse.err).toContain('the signer or its catalogue is not known here');
    expect(JSON.parse(worse.out)).toMatchObject({
      format: 'gatecheck/comparison@1',
      worse: true,
      opened: [],
    });
    writeFileSync(now, readFileSync(now, 'utf8').replace('"readiness":"ready"', '"readiness":"not-ready"'));
    const forged = await gatecheck('compare', old, now);
    expect([forged.code, forged.err]).toEqual([2, expect.stringContaining('does not verify')]);
  });
});
